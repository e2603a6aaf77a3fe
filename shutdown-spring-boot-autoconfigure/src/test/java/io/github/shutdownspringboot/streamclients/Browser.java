/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.shutdownspringboot.streamclients;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;

import io.github.shutdownspringboot.application.Requirement;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.remote.RemoteWebDriver;

/**
 * Chromium without a window. The streams of the page {@code chat.html} have a name each,
 * below which that page shows what its code sees.
 */
public final class Browser implements AutoCloseable {

	private static final String PACKAGES = "chromium and chromium-driver";

	private final ChromeDriverService service;

	private final RemoteWebDriver driver;

	private Browser(ChromeDriverService service, RemoteWebDriver driver) {
		this.service = service;
		this.driver = driver;
	}

	/**
	 * Start a browser with a profile of its own, which the driver makes and deletes.
	 * @return the browser
	 */
	public static Browser start() {
		ChromeOptions options = new ChromeOptions();
		options.setBinary(Requirement.program(PACKAGES, "chromium", "chromium-browser", "google-chrome").toFile());
		options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
				"--disable-background-networking", "--disable-component-update", "--disable-sync");
		// Nothing but the application can be reached
		options.addArguments("--no-proxy-server", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1");
		ChromeDriverService service = new ChromeDriverService.Builder()
			.usingDriverExecutable(Requirement.program(PACKAGES, "chromedriver").toFile())
			.withLogOutput(OutputStream.nullOutputStream())
			.build();
		try {
			service.start();
			// A ChromeDriver cannot be loaded without the code that downloads drivers
			return new Browser(service, new RemoteWebDriver(service.getUrl(), options, false));
		}
		catch (IOException | RuntimeException ex) {
			service.stop();
			throw new IllegalStateException("The browser does not start", ex);
		}
	}

	public void open(URI page) {
		this.driver.get(page.toString());
	}

	/**
	 * Let the page listen to the chat.
	 * @param name the name of the stream
	 * @param closing whether the page closes the stream when it is done
	 */
	public void listen(String name, boolean closing) {
		this.driver.executeScript("listen(arguments[0], arguments[1])", name, closing);
	}

	/**
	 * Return what the page has seen of a stream.
	 * @param name the name of the stream
	 * @return what it shows, line by line
	 */
	public List<String> seen(String name) {
		return this.driver.findElement(By.id(name)).getText().lines().toList();
	}

	/**
	 * Type into an element of the page, in the place of what is there.
	 * @param selector which element
	 * @param text what is typed
	 */
	public void type(String selector, String text) {
		WebElement element = find(selector);
		element.clear();
		element.sendKeys(text);
	}

	/**
	 * Press the key "Enter".
	 * @param selector the element that has the focus
	 */
	public void pressEnter(String selector) {
		find(selector).sendKeys(Keys.ENTER);
	}

	/**
	 * Return the text of an element.
	 * @param selector which element
	 * @return its text as it is in the page, not as it is shown
	 */
	public String text(String selector) {
		return String.valueOf(find(selector).getDomProperty("textContent"));
	}

	/**
	 * Return an attribute of an element.
	 * @param selector which element
	 * @param name the name of the attribute
	 * @return its value
	 */
	public String attribute(String selector, String name) {
		return String.valueOf(find(selector).getDomAttribute(name));
	}

	/**
	 * Return the texts of elements.
	 * @param selector which elements
	 * @return their texts
	 */
	public List<String> texts(String selector) {
		return this.driver.findElements(By.cssSelector(selector)).stream().map(WebElement::getText).toList();
	}

	private WebElement find(String selector) {
		return this.driver.findElement(By.cssSelector(selector));
	}

	@Override
	public void close() {
		try {
			this.driver.quit();
		}
		finally {
			this.service.stop();
		}
	}

}
