${it.headline()}
By the calendar of ${it.calendar()}.

<#if it.agents()?has_content>
${"Agent"?right_pad(32)} ${"Spent"?left_pad(14)} ${"Week before"?left_pad(12)}
<#list it.agents() as agent>
${agent.name()?right_pad(32)} ${agent.cost()?left_pad(14)} ${agent.change()?left_pad(12)}
<#if agent.models()?has_content>
    ${agent.models()}
</#if>
<#if agent.dearest()??>
    Dearest: ${agent.dearest()}
</#if>
</#list>
<#else>
No agent spent anything.
</#if>
<#if (it.more() > 0)>
And ${it.more()} more agents.
</#if>

View in Purser:
  ${it.view()}

--
Purser, event ${eventId}
