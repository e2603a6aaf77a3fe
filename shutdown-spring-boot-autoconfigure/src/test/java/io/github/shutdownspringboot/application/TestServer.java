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

package io.github.shutdownspringboot.application;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import io.github.shutdownspringboot.application.mvc.MvcApplication;
import io.github.shutdownspringboot.application.webflux.WebFluxApplication;

/**
 * The servers that the starter is tested on. All of them are on the class path of the
 * tests; each is started as if it were the only one.
 */
public enum TestServer {

	/**
	 * Spring MVC on Tomcat.
	 */
	TOMCAT(MvcApplication.class, "servlet", List.of("jetty", "webflux", "reactor-netty", "netty-")),

	/**
	 * Spring MVC on Jetty.
	 */
	JETTY(MvcApplication.class, "servlet", List.of("tomcat", "webflux", "reactor-netty", "netty-")),

	/**
	 * Spring WebFlux on Reactor Netty.
	 */
	NETTY(WebFluxApplication.class, "reactive", List.of("tomcat", "jetty", "webmvc", "-servlet"));

	private final Class<?> application;

	private final String webApplicationType;

	private final List<String> otherJars;

	TestServer(Class<?> application, String webApplicationType, List<String> otherJars) {
		this.application = application;
		this.webApplicationType = webApplicationType;
		this.otherJars = otherJars;
	}

	public Class<?> getApplication() {
		return this.application;
	}

	/**
	 * Where the JVM has virtual threads, applications are tested with them.
	 */
	static final String VIRTUAL_THREADS = "--spring.threads.virtual.enabled=true";

	/**
	 * What makes an application in this JVM use the server.
	 * @return arguments of the application
	 */
	public List<String> getArguments() {
		String excluded = Stream
			.of("tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration",
					"tomcat.autoconfigure.reactive.TomcatReactiveWebServerAutoConfiguration",
					"tomcat.autoconfigure.actuate.web.server.TomcatServletManagementContextAutoConfiguration",
					"tomcat.autoconfigure.actuate.web.server.TomcatReactiveManagementContextAutoConfiguration",
					"jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration",
					"jetty.autoconfigure.reactive.JettyReactiveWebServerAutoConfiguration",
					"jetty.autoconfigure.actuate.web.server.JettyServletManagementContextAutoConfiguration",
					"jetty.autoconfigure.actuate.web.server.JettyReactiveManagementContextAutoConfiguration",
					"reactor.netty.autoconfigure.NettyReactiveWebServerAutoConfiguration",
					"reactor.netty.autoconfigure.actuate.web.server.NettyReactiveManagementContextAutoConfiguration")
			.filter((name) -> !name.toLowerCase(Locale.ROOT).contains(name().toLowerCase(Locale.ROOT)))
			.map("org.springframework.boot."::concat)
			.reduce((one, other) -> one + "," + other)
			.orElseThrow();
		return List.of("--spring.main.web-application-type=" + this.webApplicationType,
				"--spring.autoconfigure.exclude=" + excluded, VIRTUAL_THREADS);
	}

	/**
	 * Return whether a jar is on the class path of an application that has this server
	 * and no other.
	 * @param name the name of the jar's file
	 * @return whether it is
	 */
	public boolean uses(String name) {
		return this.otherJars.stream().noneMatch(name::contains);
	}

}
