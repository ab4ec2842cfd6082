package dev.purser.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;

/** Someone with a browser in front of the dashboard of one Purser. */
public final class Visitor {
  private final Page page;
  private final String url;

  /**
   * @param url where that Purser answers
   */
  public Visitor(Page page, String url) {
    this.page = page;
    this.url = url;
  }

  /** The page in front of them. */
  public Page page() {
    return page;
  }

  /** Opens a path and waits for everything the page loads. */
  public Response open(String path) {
    Response response = page.navigate(url + path);
    if (response == null) {
      throw new IllegalStateException(path + " was not answered");
    }
    return response;
  }

  /** Opens a page of the world; it must be answered as it says. */
  public void open(Place place, World world) {
    int status = open(place.path().apply(world)).status();
    if (status != place.status()) {
      throw new IllegalStateException(
          place + " was answered with " + status + " in place of " + place.status());
    }
    if (place.pressed() != null) {
      press(place.pressed());
      page.waitForLoadState();
    }
  }

  /** Signs in by the form. */
  public void signIn(String key) {
    open("/sign-in");
    fillIn(key);
    page.waitForURL(url + "/");
  }

  /** Sends the form of the sign-in that is in front of them. */
  public void fillIn(String key) {
    page.getByLabel("Key").fill(key);
    press("Sign in");
  }

  /** Clicks the button of this name. */
  public void press(String name) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true))
        .click();
  }
}
