package dev.purser.api.pages;

import dev.purser.api.PurserConfiguration;
import dev.purser.api.Workflows;
import dev.purser.api.agents.AgentActs;
import dev.purser.api.auth.Caller;
import dev.purser.api.channels.ChannelDesk;
import dev.purser.api.http.AgentPaths;
import dev.purser.api.http.Waiting;
import dev.purser.api.intents.IntentActs;
import dev.purser.api.intents.IntentDesk;
import dev.purser.api.pages.agents.AgentPage;
import dev.purser.api.pages.agents.AgentsPage;
import dev.purser.api.pages.alerts.AlertsPage;
import dev.purser.api.pages.explore.ExplorePage;
import dev.purser.api.pages.intents.IntentPage;
import dev.purser.api.pages.links.LinkPage;
import dev.purser.api.pages.live.LivePage;
import dev.purser.api.pages.policies.PoliciesPage;
import dev.purser.api.pages.policies.PolicyPage;
import dev.purser.api.pages.session.Cookies;
import dev.purser.api.pages.session.PageFilter;
import dev.purser.api.pages.session.PageParams;
import dev.purser.api.pages.settings.SettingsPage;
import dev.purser.api.pages.signin.SignInPage;
import dev.purser.api.pages.view.PageAnswers;
import dev.purser.api.policies.PolicyDesk;
import dev.purser.ledger.Ledger;
import dev.purser.ledger.keys.Sessions;
import io.dropwizard.jersey.setup.JerseyEnvironment;
import java.time.Clock;

/** The pages, and what they all need: reads top to bottom as the list of what there is to see. */
public final class Dashboard {
  private Dashboard() {}

  /** Adds the pages to the server. */
  public static void register(
      JerseyEnvironment jersey,
      PurserConfiguration configuration,
      Ledger ledger,
      Workflows workflows,
      IntentDesk desk,
      AgentPaths paths,
      Waiting waiting,
      Clock clock) {
    Sessions sessions = ledger.keys().sessions();
    Cookies cookies = new Cookies(configuration.publicUrl().startsWith("https:"));
    PageFilter visits =
        new PageFilter(token -> sessions.find(token, clock.instant()).map(Caller::of));
    jersey.register(new PageParams.Binder());
    jersey.register(visits);
    jersey.register(new PageAnswers(visits, cookies));
    jersey.register(new SignInPage(ledger.keys(), cookies, clock));
    jersey.register(new LivePage(ledger.reports().pulse(), waiting));
    jersey.register(
        new AgentsPage(ledger.reports(), ledger.keys(), cookies, configuration.publicUrl(), clock));
    ChannelDesk channels = configuration.channels(ledger);
    AgentActs agentActs = new AgentActs(ledger, workflows);
    IntentActs intentActs = new IntentActs(ledger, workflows, desk);
    jersey.register(new AgentPage(ledger, agentActs, paths, cookies, clock));
    jersey.register(new IntentPage(ledger, workflows, desk, intentActs, cookies));
    jersey.register(new AlertsPage(ledger.alerts(), ledger.incidents(), cookies));
    jersey.register(new ExplorePage(ledger, clock));
    jersey.register(new PoliciesPage(ledger.policies()));
    jersey.register(
        new PolicyPage(
            ledger.policies(),
            new PolicyDesk(ledger, channels, configuration.zone()),
            cookies,
            clock));
    jersey.register(new SettingsPage(ledger, channels, workflows, cookies, clock));
    jersey.register(new LinkPage(ledger, agentActs, intentActs, clock));
  }
}
