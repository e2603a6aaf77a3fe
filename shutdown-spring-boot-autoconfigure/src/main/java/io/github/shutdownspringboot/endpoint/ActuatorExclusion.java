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

package io.github.shutdownspringboot.endpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.github.shutdownspringboot.http.RequestExclusion;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoint;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.util.function.SingletonSupplier;

/**
 * Leaves actuator endpoints on the port of the application alone, so that they answer
 * during the whole drain.
 */
final class ActuatorExclusion implements RequestExclusion {

	private final Supplier<List<String>> paths;

	/**
	 * Make an exclusion.
	 * @param endpoints the endpoints, {@code null} if there are none; asked for with the
	 * first request, because finding them needs beans that need the web server
	 * @param prefix what stands before the path of each endpoint
	 * @param samePort whether all endpoints are on the port of the application
	 */
	ActuatorExclusion(Supplier<@Nullable PathMappedEndpoints> endpoints, String prefix, boolean samePort) {
		this.paths = SingletonSupplier.of(() -> findPaths(endpoints.get(), prefix, samePort));
	}

	private static List<String> findPaths(@Nullable PathMappedEndpoints endpoints, String prefix, boolean samePort) {
		if (endpoints == null) {
			return List.of();
		}
		List<String> paths = new ArrayList<>();
		if (samePort) {
			String basePath = endpoints.getBasePath();
			if (basePath.length() > 1) {
				paths.add(prefix + basePath);
			}
			else {
				endpoints.getAllPaths().forEach((path) -> paths.add(prefix + path));
			}
		}
		for (PathMappedEndpoint endpoint : endpoints) {
			endpoint.getAdditionalPaths(WebServerNamespace.SERVER)
				.forEach((path) -> paths.add(prefix + (path.startsWith("/") ? path : "/" + path)));
		}
		return List.copyOf(paths);
	}

	@Override
	public boolean excludes(String path) {
		for (String excluded : this.paths.get()) {
			if (path.startsWith(excluded)
					&& (path.length() == excluded.length() || path.charAt(excluded.length()) == '/')) {
				return true;
			}
		}
		return false;
	}

}
