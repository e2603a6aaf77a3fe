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

package io.github.shutdownspringboot.benchmarks.process;

import java.util.List;

import io.github.shutdownspringboot.benchmarks.application.mvc.MvcApplication;
import io.github.shutdownspringboot.benchmarks.application.webflux.WebFluxApplication;

/**
 * The servers that are measured. All of them are on the class path of the benchmarks;
 * each application is started as if its own were the only one.
 */
public enum Server {

	/**
	 * Spring MVC on Tomcat, which would refuse connections beyond 8,192, and close each
	 * after 100 requests or when it waits for its turn.
	 */
	TOMCAT("Tomcat", MvcApplication.class, List.of("jetty", "webflux", "netty", "reactor", "reactive-streams"),
			List.of("--server.tomcat.max-connections=20000", "--server.tomcat.max-keep-alive-requests=-1",
					"--server.tomcat.keep-alive-timeout=10m")),

	/**
	 * Spring MVC on Jetty, which would close connections that wait for their turn.
	 */
	JETTY("Jetty", MvcApplication.class, List.of("tomcat", "webflux", "netty", "reactor", "reactive-streams"),
			List.of("--server.jetty.connection-idle-timeout=10m")),

	/**
	 * Spring WebFlux on Reactor Netty.
	 */
	NETTY("Netty", WebFluxApplication.class, List.of("tomcat", "jetty", "webmvc", "servlet"), List.of());

	private final String name;

	private final Class<?> application;

	private final List<String> otherJars;

	private final List<String> arguments;

	Server(String name, Class<?> application, List<String> otherJars, List<String> arguments) {
		this.name = name;
		this.application = application;
		this.otherJars = otherJars;
		this.arguments = arguments;
	}

	public String getName() {
		return this.name;
	}

	Class<?> getApplication() {
		return this.application;
	}

	List<String> getArguments() {
		return this.arguments;
	}

	boolean uses(String jar) {
		return this.otherJars.stream().noneMatch(jar::contains);
	}

}
