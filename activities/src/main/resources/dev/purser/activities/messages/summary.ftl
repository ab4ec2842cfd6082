<#assign wide = [it.width(), it.total().name()?length]?max>
<#macro row name cost before change>
${name?right_pad(wide)} ${cost?left_pad(13)} ${before?left_pad(13)} ${change?left_pad(8)}
</#macro>
${it.headline()}
${it.calendar()}

<#if it.agents()?has_content>
<@row "" "Spent" it.before() "Change"/>
<@row it.total().name() it.total().cost() it.total().before() it.total().change()/>
<#if it.total().models()?has_content>
  ${it.total().models()}
</#if>
<#list it.agents() as agent>

<@row agent.name() agent.cost() agent.before() agent.change()/>
<#if agent.models()?has_content>
  ${agent.models()}
</#if>
<#if agent.dearest()??>
  Dearest intent: ${agent.dearest()}
</#if>
</#list>
<#else>
No agent spent anything, and none did a week before.
</#if>

View in Purser:
  ${it.view()}

--
Purser, event ${eventId}
