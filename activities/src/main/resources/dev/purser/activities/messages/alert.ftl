${it.headline()}

${it.done()}

<#list it.facts() as fact>
${fact.label()?right_pad(8)}${fact.value()}
</#list>
<#if it.rows()?has_content>

Where the money went

<#list it.rows() as row>
  ${row.what()?right_pad(40)} ${row.cost()?left_pad(14)} ${row.share()?left_pad(7)}
</#list>
</#if>

What can be done

<#list it.choices() as choice>
${choice.label()}:
  ${choice.url()}
</#list>

--
Purser, event ${eventId}
