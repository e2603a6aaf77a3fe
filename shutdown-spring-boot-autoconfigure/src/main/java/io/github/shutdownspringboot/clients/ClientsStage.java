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

package io.github.shutdownspringboot.clients;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.github.shutdownspringboot.coordinator.PromptStage;
import io.github.shutdownspringboot.coordinator.ShutdownClock;
import io.github.shutdownspringboot.coordinator.ShutdownReport;
import io.github.shutdownspringboot.coordinator.StatusContributor;
import org.jspecify.annotations.Nullable;

/**
 * Closes the clients in order; over with the last. Fails if one of them does.
 */
final class ClientsStage implements PromptStage, StatusContributor {

	/**
	 * What is kept back, so that the last client is recorded as out of time before the
	 * stage is. A tenth, and no more than this.
	 */
	private static final Duration MARGIN = Duration.ofMillis(250);

	private final DefaultClientRegistry registry;

	private final BeanUses uses;

	private final ClientTimings timings;

	private final ClientsProperties properties;

	private final ShutdownClock clock;

	private volatile @Nullable ClosingPlan plan;

	private volatile @Nullable ClosingRun run;

	ClientsStage(DefaultClientRegistry registry, BeanUses uses, ClientTimings timings, ClientsProperties properties,
			ShutdownClock clock) {
		this.registry = registry;
		this.uses = uses;
		this.timings = timings;
		this.properties = properties;
		this.clock = clock;
	}

	@Override
	public String getName() {
		return "clients";
	}

	@Override
	public int getPhase() {
		return this.properties.getPhase();
	}

	@Override
	public Duration getTimeout() {
		return this.properties.getTimeout();
	}

	@Override
	public long pending() {
		return this.registry.getPending();
	}

	@Override
	public List<ShutdownReport.Unfinished> unfinished() {
		return getPlan().clients()
			.filter((execution) -> !execution.getState().isTerminal())
			.map(ClientExecution::toUnfinished)
			.toList();
	}

	/**
	 * Only if there is nothing to close, and nobody can come any more: clients may be
	 * asked what they are before they are closed.
	 */
	@Override
	public boolean isPrompt() {
		return this.registry.close().isEmpty();
	}

	@Override
	public CompletionStage<?> run(Duration budget) {
		if (this.registry.close().isEmpty()) {
			return CompletableFuture.completedStage(null);
		}
		ClosingPlan plan = getPlan();
		this.plan = plan;
		Duration margin = budget.dividedBy(10);
		ClosingRun run = new ClosingRun(plan, budget.minus((margin.compareTo(MARGIN) < 0) ? margin : MARGIN),
				this.clock, this::clientOver);
		this.run = run;
		return run.start().thenCompose((ignored) -> result());
	}

	private CompletionStage<?> result() {
		List<ShutdownReport.Client> clients = getClients();
		List<ShutdownReport.Client> failed = clients.stream().filter((client) -> client.state().isFailure()).toList();
		return failed.isEmpty() ? CompletableFuture.completedStage(null)
				: CompletableFuture.failedStage(new ClientsNotClosedException(failed, clients.size()));
	}

	private void clientOver(ClientExecution execution) {
		ShutdownReport.Client client = execution.toReport(true);
		ClientsLog.over(client, execution.getFailure());
		this.timings.record(client);
	}

	@Override
	public void cut() {
		ClosingRun run = this.run;
		if (run != null) {
			run.cut();
		}
		else {
			this.registry.close().forEach((execution) -> skip(execution));
		}
	}

	private void skip(ClientExecution execution) {
		if (execution.skip(ClientExecution.NO_TIME)) {
			clientOver(execution);
		}
	}

	private ClosingPlan getPlan() {
		ClosingPlan plan = this.plan;
		return (plan != null) ? plan
				: new ClosingPlan(this.registry.getClients(), this.registry.getFirst(), this.uses.amongClients());
	}

	@Override
	public List<ShutdownReport.Client> getClients() {
		if (this.registry.getClients().isEmpty()) {
			return List.of();
		}
		ClosingPlan plan = getPlan();
		return plan.clients().map((execution) -> execution.toReport(plan.isByOrder(execution))).toList();
	}

	@Override
	public Map<String, Long> getCounts() {
		return Map.of("registeredClients", (long) this.registry.getClients().size());
	}

	@Override
	public Map<String, List<Map<String, Object>>> getDetails() {
		return Map.of("clients", getClients().stream().map(ClientsStage::describe).toList());
	}

	private static Map<String, Object> describe(ShutdownReport.Client client) {
		Map<String, Object> description = new LinkedHashMap<>();
		description.put("name", client.name());
		if (client.order() != null) {
			description.put("order", client.order());
		}
		description.put("timeout", client.timeout().toString());
		description.put("state", client.state().name());
		if (client.duration() != null) {
			description.put("duration", Duration.ofMillis(client.duration().toMillis()).toString());
		}
		if (client.message() != null) {
			description.put("message", client.message());
		}
		return description;
	}

}
