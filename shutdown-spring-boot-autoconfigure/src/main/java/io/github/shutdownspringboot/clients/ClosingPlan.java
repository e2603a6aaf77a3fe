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

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * Says which client is closed after which: first those that the configuration names, one
 * after the other, then those with an order, equal ones at the same time, then the rest,
 * the last registered first. Where this leaves a choice, a client closes before those
 * that it uses.
 */
final class ClosingPlan {

	private final List<Step> steps;

	private final Set<ClientExecution> ordered = new LinkedHashSet<>();

	private final BiPredicate<Client, Client> uses;

	/**
	 * Make a plan.
	 * @param clients the clients
	 * @param first the names of those that the configuration puts ahead of all others
	 * @param uses whether a client uses another one
	 */
	ClosingPlan(Collection<ClientExecution> clients, List<String> first, BiPredicate<Client, Client> uses) {
		this.uses = uses;
		Map<String, ClientExecution> rest = new LinkedHashMap<>();
		clients.stream()
			.sorted(Comparator.comparingLong((execution) -> execution.getClient().sequence()))
			.forEach((execution) -> rest.put(execution.getClient().name(), execution));
		List<Step> steps = new ArrayList<>();
		first.stream().filter(rest::containsKey).map(rest::remove).map(Step::of).forEach(steps::add);
		Map<Integer, List<ClientExecution>> byOrder = new TreeMap<>();
		List<ClientExecution> unordered = new ArrayList<>();
		rest.values().forEach((execution) -> {
			Integer order = execution.getClient().order();
			if (order != null) {
				byOrder.computeIfAbsent(order, (key) -> new ArrayList<>()).add(execution);
			}
			else {
				unordered.add(0, execution);
			}
		});
		byOrder.values().forEach((group) -> {
			this.ordered.addAll(group);
			steps.add(Step.of(group, uses));
		});
		Step.of(unordered, uses).clients().stream().map(Step::of).forEach(steps::add);
		this.steps = List.copyOf(steps);
	}

	List<Step> getSteps() {
		return this.steps;
	}

	/**
	 * Put clients in one step, whatever the plan says: only the clients that they use
	 * wait for them.
	 * @param clients the clients
	 * @return the step
	 */
	Step atOnce(List<ClientExecution> clients) {
		return Step.of(clients, this.uses);
	}

	/**
	 * Return the clients in closing order.
	 * @return the clients
	 */
	Stream<ClientExecution> clients() {
		return this.steps.stream().flatMap((step) -> step.clients().stream());
	}

	/**
	 * Return whether a client is closed by its declared order, and not by its place in
	 * the configuration.
	 * @param execution the client
	 * @return whether the order counts
	 */
	boolean isByOrder(ClientExecution execution) {
		return this.ordered.contains(execution);
	}

	/**
	 * Clients that are closed at the same time, except for those that have to wait for
	 * the clients that use them.
	 *
	 * @param users the clients, each with those that use it; none stands before one that
	 * uses it
	 */
	record Step(Map<ClientExecution, Set<ClientExecution>> users) {

		static Step of(ClientExecution client) {
			return new Step(Map.of(client, Set.of()));
		}

		static Step of(List<ClientExecution> clients, BiPredicate<Client, Client> uses) {
			Map<ClientExecution, Set<ClientExecution>> users = new LinkedHashMap<>();
			clients.forEach((client) -> add(client, clients, uses, users));
			return new Step(users);
		}

		private static void add(ClientExecution client, List<ClientExecution> all, BiPredicate<Client, Client> uses,
				Map<ClientExecution, Set<ClientExecution>> target) {
			if (target.containsKey(client)) {
				return;
			}
			Set<ClientExecution> users = new LinkedHashSet<>();
			if (client.getClient().beanName() != null) {
				all.stream().filter((other) -> isBefore(other, client, uses)).forEach(users::add);
			}
			users.forEach((user) -> add(user, all, uses, target));
			target.put(client, users);
		}

		private static boolean isBefore(ClientExecution user, ClientExecution used, BiPredicate<Client, Client> uses) {
			// Where two use each other, neither order is right
			return user != used && uses.test(user.getClient(), used.getClient())
					&& !uses.test(used.getClient(), user.getClient());
		}

		Collection<ClientExecution> clients() {
			return this.users.keySet();
		}

	}

}
