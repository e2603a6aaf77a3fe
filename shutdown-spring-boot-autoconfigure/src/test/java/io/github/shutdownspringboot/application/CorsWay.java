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

import io.github.shutdownspringboot.application.mvc.MvcCors;
import io.github.shutdownspringboot.application.webflux.WebFluxCors;

/**
 * The ways in which an application allows requests of another origin.
 */
public enum CorsWay {

	/**
	 * An annotation on the method of a controller.
	 */
	ANNOTATION("/cors/annotated", List.of(), List.of()),

	/**
	 * A mapping for all controllers.
	 */
	MAPPING("/cors/configured", List.of(MvcCors.Mapping.class), List.of(WebFluxCors.Mapping.class)),

	/**
	 * A bean that is a filter.
	 */
	FILTER("/cors/configured", List.of(MvcCors.Filter.class), List.of(WebFluxCors.Filter.class)),

	/**
	 * A filter that is registered for some paths, where there is such a thing.
	 */
	REGISTERED_FILTER("/cors/configured", List.of(MvcCors.RegisteredFilter.class), List.of(WebFluxCors.Filter.class)),

	/**
	 * A bean that others ask, as Spring Security does.
	 */
	SOURCE("/cors/configured", List.of(MvcCors.Source.class), List.of(WebFluxCors.Source.class));

	/**
	 * The origin that is allowed.
	 */
	public static final String ALLOWED_ORIGIN = "https://allowed.example";

	private final String path;

	private final List<Class<?>> mvc;

	private final List<Class<?>> webflux;

	CorsWay(String path, List<Class<?>> mvc, List<Class<?>> webflux) {
		this.path = path;
		this.mvc = mvc;
		this.webflux = webflux;
	}

	public String getPath() {
		return this.path;
	}

	/**
	 * Return what makes an application allow requests in this way.
	 * @param server the server of the application
	 * @return configurations
	 */
	public List<Class<?>> getConfigurations(TestServer server) {
		return (server != TestServer.NETTY) ? this.mvc : this.webflux;
	}

}
