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

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.shutdownspringboot.coordinator.Internal;
import io.github.shutdownspringboot.coordinator.ShutdownCoordinator;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.ShutdownState;
import io.github.shutdownspringboot.coordinator.StatusContributor;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * {@link Endpoint @Endpoint} that shows the shutdown, and before it the plan. Counts are
 * for everybody; details only for those that the properties name.
 *
 * @since 0.1.0
 */
@Internal
@Endpoint(id = "shutdownstatus", defaultAccess = Access.READ_ONLY)
public class ShutdownStatusEndpoint {

	private final ShutdownCoordinator coordinator;

	private final List<StatusContributor> contributors;

	private final Show showDetails;

	private final Set<String> roles;

	ShutdownStatusEndpoint(ShutdownCoordinator coordinator, List<StatusContributor> contributors,
			ShutdownStatusEndpointProperties properties) {
		this.coordinator = coordinator;
		this.contributors = contributors;
		this.showDetails = properties.getShowDetails();
		this.roles = properties.getRoles();
	}

	/**
	 * Return the status.
	 * @param securityContext who asks
	 * @return names and values, in the order in which they are to be read
	 */
	@ReadOperation
	public Map<String, Object> status(SecurityContext securityContext) {
		ShutdownReport report = this.coordinator.getReport();
		Map<String, Object> status = new LinkedHashMap<>();
		status.put("state", report.state().name());
		put(status, "shutdownId", report.shutdownId());
		put(status, "trigger", report.trigger());
		put(status, "startedAt", instant(report.startedAt()));
		put(status, "elapsed", duration(report.elapsed()));
		put(status, "remaining", duration(report.remaining()));
		put(status, "worstCase", duration(report.worstCase()));
		status.put("shutdownInitiated", report.state() != ShutdownState.RUNNING);
		this.contributors.forEach((contributor) -> status.putAll(contributor.getCounts()));
		status.put("stages", report.stages().stream().map(this::describe).toList());
		this.contributors.forEach((contributor) -> status.putAll(contributor.getSummaries()));
		if (isShowDetails(securityContext)) {
			this.contributors.forEach((contributor) -> status.putAll(contributor.getDetails()));
			if (!report.unfinished().isEmpty()) {
				status.put("unfinished", report.unfinished().stream().map(this::describe).toList());
			}
		}
		return OperationResponseBody.of(status);
	}

	/**
	 * Return a page below the status.
	 * @param securityContext who asks
	 * @param page the name of the page: {@code history}
	 * @return names and values, or {@code null} if there is no such page
	 */
	@ReadOperation
	public @Nullable Map<String, Object> page(SecurityContext securityContext, @Selector String page) {
		boolean withDetails = isShowDetails(securityContext);
		Map<String, Object> content = new LinkedHashMap<>();
		this.contributors.forEach((contributor) -> content.putAll(contributor.getPage(page, withDetails)));
		return content.isEmpty() ? null : OperationResponseBody.of(content);
	}

	private boolean isShowDetails(SecurityContext securityContext) {
		return this.showDetails.isShown(securityContext, this.roles);
	}

	private Map<String, Object> describe(ShutdownReport.Stage stage) {
		Map<String, Object> description = new LinkedHashMap<>();
		description.put("name", stage.name());
		description.put("phase", stage.phase());
		put(description, "timeout", duration(stage.timeout()));
		description.put("state", stage.state().name());
		put(description, "duration", duration(stage.duration()));
		description.put("pending", stage.pending());
		return description;
	}

	private Map<String, Object> describe(ShutdownReport.Unfinished unfinished) {
		Map<String, Object> description = new LinkedHashMap<>();
		description.put("what", unfinished.what());
		put(description, "age", duration(unfinished.age()));
		put(description, "thread", unfinished.thread());
		description.put("stack", unfinished.stack());
		return description;
	}

	private static void put(Map<String, Object> target, String name, @Nullable Object value) {
		if (value != null) {
			target.put(name, value);
		}
	}

	private static @Nullable String instant(@Nullable Instant instant) {
		return (instant != null) ? instant.truncatedTo(ChronoUnit.MILLIS).toString() : null;
	}

	private static @Nullable String duration(@Nullable Duration duration) {
		return (duration != null) ? duration.truncatedTo(ChronoUnit.MILLIS).toString() : null;
	}

}
