${it.headline()}
<#list it.alerts() as alert>

* ${alert.headline()}
  ${alert.done()}
<#list alert.choices() as choice>
  ${choice.label()}:
    ${choice.url()}
</#list>
</#list>
<#if (it.more() > 0)>

And ${it.more()} more.
</#if>

View in Purser:
  ${it.view()}

--
Purser, event ${eventId}
