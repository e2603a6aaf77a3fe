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

package io.github.shutdownspringboot.coordinator;

import java.util.List;
import java.util.Map;

/**
 * What a feature has to show in the status and the meters. All methods may be called at
 * any time and from any thread, and must not block.
 *
 * @since 0.1.0
 */
@Internal
public interface StatusContributor {

	/**
	 * Return counts, which everybody may see.
	 * @return name in the status and count
	 */
	default Map<String, Long> getCounts() {
		return Map.of();
	}

	/**
	 * Return what is to be said in a few names and values, which everybody may see.
	 * @return name in the status, and names and values below it
	 */
	default Map<String, Map<String, Object>> getSummaries() {
		return Map.of();
	}

	/**
	 * Return a page of its own below the status.
	 * @param name the name of the page, the last part of its path
	 * @param withDetails whether whoever asks may see details
	 * @return names and values, empty if there is no such page here
	 */
	default Map<String, Object> getPage(String name, boolean withDetails) {
		return Map.of();
	}

	/**
	 * Return details, which only the authorized may see.
	 * @return name in the status and list of entries
	 */
	default Map<String, List<Map<String, Object>>> getDetails() {
		return Map.of();
	}

	/**
	 * Return the clients that are closed by the shutdown.
	 * @return the clients in closing order
	 */
	default List<ShutdownReport.Client> getClients() {
		return List.of();
	}

	/**
	 * Return what is measured. Asked for once.
	 * @return the measurements
	 */
	default List<Measurement> getMeasurements() {
		return List.of();
	}

}
