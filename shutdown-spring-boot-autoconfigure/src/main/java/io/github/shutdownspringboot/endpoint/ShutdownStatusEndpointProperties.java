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

import java.util.Set;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the status endpoint.
 *
 * @param showDetails when to show details: routes of in-flight requests and names of
 * clients
 * @param roles roles of which a user needs one to be shown details. When empty, all
 * authenticated users are shown them
 */
@ConfigurationProperties("management.endpoint.shutdownstatus")
record ShutdownStatusEndpointProperties(@DefaultValue("never") Show showDetails, @DefaultValue Set<String> roles) {

	ShutdownStatusEndpointProperties {
		roles = Set.copyOf(roles);
	}

}
