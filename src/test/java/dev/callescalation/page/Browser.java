package dev.callescalation.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import dev.callescalation.Programs;
import dev.callescalation.TestBundle;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Chromium without a screen, used as somebody uses it who reads the page and presses its buttons. */
final class Browser implements AutoCloseable {

    /** The only level that is shown in tests. */
    private static final File DRIVER = new File("/usr/bin/chromedriver");

    private static final File CHROMIUM = new File("/usr/bin/chromium");
    private static final Path SCREENSHOTS = Path.of("target/screenshots");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path profile;
    private final ChromeDriver driver;
    private URI page;

    private Browser() throws IOException {
        profile = Files.createTempDirectory("chromium");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM);
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--lang=en-GB",
                "--user-data-dir=" + profile);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER)
                        .usingAnyFreePort()
                        .build(),
                options);
    }

    static Browser start() throws IOException {
        Programs.require("chromium", "chromedriver");
        return new Browser();
    }

    @Override
    public void close() throws IOException {
        driver.quit();
        try (Stream<Path> files = Files.walk(profile)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** Opens the page of a bundle, as somebody who has not been there before. */
    void open(TestBundle bundle, String hash) {
        page = bundle.control("/");
        driver.manage().deleteAllCookies();
        driver.get("about:blank");
        driver.get(page + "#" + hash);
    }

    /** Opens it in front of the pages that are open, which nobody sees from then on. */
    void openInFront(TestBundle bundle, String hash) {
        driver.switchTo().newWindow(WindowType.TAB);
        open(bundle, hash);
    }

    /** Closes all pages but the first, which can be seen again. */
    void closeAllButFirst() {
        List<String> pages = List.copyOf(driver.getWindowHandles());
        for (String other : pages.subList(1, pages.size())) {
            driver.switchTo().window(other).close();
        }
        driver.switchTo().window(pages.get(0));
    }

    /** Follows a link within the page. */
    void go(String hash) {
        driver.executeScript("location.hash = arguments[0]", hash);
    }

    String hash() {
        return String.valueOf(driver.executeScript("return location.hash.slice(1)"));
    }

    /** All that can be read on the page. */
    String text() {
        return driver.findElement(By.tagName("body")).getText();
    }

    void awaitText(String... texts) {
        await().alias(String.join(", ", texts))
                .atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(WebDriverException.class)
                .untilAsserted(() -> assertThat(text()).contains(texts));
    }

    void awaitNoText(String text) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(text()).doesNotContain(text));
    }

    void awaitHash(String regex) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(hash()).matches(regex));
    }

    /** Presses the first button of that text; below a heading, where one is named. */
    void press(String button) {
        click("//button[normalize-space()='" + button + "']");
    }

    void press(String button, String heading) {
        click("//h3[normalize-space()='" + heading + "']/..//button[normalize-space()='" + button + "']");
    }

    void follow(String link) {
        click("//a[normalize-space()='" + link + "']");
    }

    private void click(String xpath) {
        await().alias(xpath)
                .atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(WebDriverException.class)
                .until(() -> {
                    WebElement found = driver.findElement(By.xpath(xpath));
                    boolean ready = found.isEnabled();
                    if (ready) {
                        found.click();
                    }
                    return ready;
                });
    }

    void awaitElement(String css) {
        await().alias(css).atMost(PATIENCE).until(() -> has(css));
    }

    boolean has(String css) {
        return !driver.findElements(By.cssSelector(css)).isEmpty();
    }

    List<String> texts(String css) {
        return driver.findElements(By.cssSelector(css)).stream()
                .map(WebElement::getText)
                .toList();
    }

    /** Writes into a field, in place of what is in it. */
    void type(String css, CharSequence... keys) {
        await().atMost(PATIENCE).until(() -> has(css));
        WebElement field = driver.findElement(By.cssSelector(css));
        field.clear();
        field.sendKeys(keys);
    }

    void keys(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** What has the focus, by its name as a screen reader has it. */
    String focused() {
        WebElement focused = driver.switchTo().activeElement();
        return focused.getAccessibleName();
    }

    /** Presses Tab until something of that name has the focus. */
    void tabTo(String name) {
        for (int i = 0; i < 60; i++) {
            if (focused().startsWith(name)) {
                assertThat(driver.executeScript("return getComputedStyle(document.activeElement).outlineStyle"))
                        .as("that %s has the focus is seen", name)
                        .isNotEqualTo("none");
                return;
            }
            keys(Keys.TAB);
        }
        fail("Tab does not lead to " + name);
    }

    Object script(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** @param theme light or dark, as the system would say */
    void look(String theme, int width) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", theme))));
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width < 500));
    }

    /** The whole page, into target/screenshots. */
    void screenshot(String name) throws IOException {
        Files.createDirectories(SCREENSHOTS);
        Map<?, ?> size = (Map<?, ?>)
                driver.executeCdpCommand("Page.getLayoutMetrics", Map.of()).get("cssContentSize");
        Map<String, Object> clip =
                Map.of("x", 0, "y", 0, "width", size.get("width"), "height", size.get("height"), "scale", 1);
        Map<String, Object> shot =
                driver.executeCdpCommand("Page.captureScreenshot", Map.of("captureBeyondViewport", true, "clip", clip));
        Files.write(SCREENSHOTS.resolve(name + ".png"), Base64.getDecoder().decode((String) shot.get("data")));
    }

    /** What axe-core holds against the page, of what it calls serious or critical. */
    List<String> barriers() throws IOException {
        try (InputStream axe = Browser.class.getResourceAsStream("/axe.min.js")) {
            driver.executeScript(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
        }
        Object found = driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                axe.run(document).then(({violations}) => done(violations
                    .filter(({impact}) => impact === 'serious' || impact === 'critical')
                    .flatMap(({id, nodes}) => nodes.map((node) => id + ': ' + node.html))));
                """);
        return ((List<?>) found).stream().map(String::valueOf).toList();
    }

    /** Errors in the console of the browser, and requests to anything but the page's own origin, since the last time. */
    List<String> complaints() {
        Stream<String> errors = driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(entry -> entry.getLevel() + " " + entry.getMessage());
        Stream<String> elsewhere = driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
                .map(entry -> TestBundle.json(entry.getMessage()).path("message"))
                .filter(message -> "Network.requestWillBeSent"
                        .equals(message.path("method").asText()))
                .map(message -> message.at("/params/request/url").asText())
                .filter(url -> url.matches("(http|ws)s?:.*") && !url.startsWith(page.toString()))
                .map(url -> "asked " + url);
        return Stream.concat(errors, elsewhere).toList();
    }
}
