package dev.purser.api.channels;

import dev.purser.api.Workflows;
import dev.purser.api.auth.Caller;
import dev.purser.api.auth.Needs;
import dev.purser.api.http.Body;
import dev.purser.api.http.Fields;
import dev.purser.api.http.ProblemException;
import dev.purser.api.openapi.Takes;
import dev.purser.ledger.keys.ApiKey.Role;
import dev.purser.ledger.messages.Channel;
import dev.purser.ledger.messages.Channels;
import dev.purser.workflows.messages.ChannelTest;
import dev.purser.workflows.messages.ChannelTested;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names under which rules reach someone. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Channels")
public final class ChannelsResource {
  private final Channels channels;
  private final ChannelDesk desk;
  private final Workflows workflows;

  public ChannelsResource(Channels channels, ChannelDesk desk, Workflows workflows) {
    this.channels = channels;
    this.desk = desk;
    this.workflows = workflows;
  }

  /** A channel that was just made; {@code secret}, of a webhook, is shown this once. */
  public record Created(
      boolean ok,
      @Schema(description = "The channel") ChannelView channel,
      @Nullable String secret) {}

  /** Channels, without their secrets. */
  public record Many(boolean ok, List<ChannelView> channels, @Nullable String nextCursor) {}

  /** One channel, without its secret. */
  public record One(boolean ok, @Schema(description = "The channel") ChannelView channel) {}

  /** What became of a test; {@code reason}: why it did not arrive. */
  public record Tested(
      boolean ok,
      @Schema(description = "Whether it arrived") boolean delivered,
      @Nullable String reason) {}

  /** A channel as answers show it. */
  public record ChannelView(
      String name,
      @Schema(description = "email, webhook or slack") String type,
      String target,
      Instant createdAt,
      String createdBy) {
    static ChannelView of(Channel channel) {
      return new ChannelView(
          channel.name(),
          channel.type().wire(),
          channel.target(),
          channel.createdAt(),
          channel.createdBy());
    }
  }

  @POST
  @Path("/channels")
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Role.ADMIN)
  @Operation(summary = "Make a channel; the secret of a webhook is shown this once")
  @Takes(ChannelRequests.Made.class)
  public Created create(@Nullable Body body, @Context Caller caller) {
    Fields fields = Body.of(body);
    String name = fields.require("name", fields.text("name"));
    Channel.Type type = fields.require("type", fields.parsed("type", Channel.Type::fromWire));
    String target = fields.require("target", fields.text("target"));
    Channels.Made made = desk.create(name, type, target, caller.name());
    return new Created(true, ChannelView.of(made.channel()), made.secret());
  }

  @GET
  @Path("/channels")
  @Needs(Role.ADMIN)
  @Operation(summary = "The channels there are, by name")
  public Many list() {
    return new Many(true, channels.list().stream().map(ChannelView::of).toList(), null);
  }

  @DELETE
  @Path("/channels/{name}")
  @Needs(Role.ADMIN)
  @Operation(
      summary = "Delete a channel that no policy names; alerts that still do are undeliverable")
  public One delete(@PathParam("name") String name, @Context Caller caller) {
    return new One(
        true,
        ChannelView.of(channels.delete(name, caller.name()).orElseThrow(() -> missing(name))));
  }

  @POST
  @Path("/channels/{name}/test")
  @Needs(Role.ADMIN)
  @Operation(summary = "Send a test there, and tell within ten seconds whether it arrived")
  public Tested test(@PathParam("name") String name, @Context Caller caller) {
    if (channels.find(name).isEmpty()) {
      throw missing(name);
    }
    ChannelTested tested = workflows.test(new ChannelTest(name, caller.name()));
    return new Tested(true, tested.delivered(), tested.reason());
  }

  private static ProblemException missing(String name) {
    return ProblemException.notFound("channel_not_found", "there is no channel " + name);
  }
}
