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
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

import org.springframework.util.Assert;

/**
 * Something that is to be closed when the application stops, and how. Immutable: the
 * methods {@link #order(int)} and {@link #timeout(Duration)} return a new one. Give it to
 * the {@link ClientRegistry} or declare it as a bean.
 * <p>
 * The action is called once, on a thread of its own that is interrupted when the time is
 * over. Whatever it throws is recorded, and the next client is closed. If the
 * {@link AutoCloseable} is itself a bean that Spring destroys, it is closed as that bean,
 * once. Of what other actions close Spring does not know: give a bean that an action
 * closes an empty {@code destroyMethod}, or register the bean itself.
 *
 * @since 0.1.0
 */
public final class ClientRegistration {

	private final String name;

	private final Object object;

	private final CloseAction closeAction;

	private final @Nullable Integer order;

	private final @Nullable Duration timeout;

	private ClientRegistration(String name, Object object, CloseAction closeAction, @Nullable Integer order,
			@Nullable Duration timeout) {
		this.name = name;
		this.object = object;
		this.closeAction = closeAction;
		this.order = order;
		this.timeout = timeout;
	}

	private static ClientRegistration create(String name, Object object, CloseAction closeAction) {
		Assert.hasText(name, "'name' must not be empty");
		return new ClientRegistration(name, object, closeAction, null, null);
	}

	/**
	 * Make a registration of a client that is closed when an action returns.
	 * @param name the name of the client; no two clients of an application share one
	 * @param closeAction closes the client; or the client, which may be a bean
	 * @return the registration
	 */
	public static ClientRegistration of(String name, AutoCloseable closeAction) {
		Assert.notNull(closeAction, "'closeAction' must not be null");
		return create(name, closeAction, closeAction::close);
	}

	/**
	 * Make a registration of a client that is closed when a future completes.
	 * @param name the name of the client; no two clients of an application share one
	 * @param closeAction begins to close the client and returns what completes when it is
	 * closed
	 * @return the registration
	 */
	public static ClientRegistration ofAsync(String name, Supplier<? extends CompletionStage<?>> closeAction) {
		Assert.notNull(closeAction, "'closeAction' must not be null");
		return create(name, closeAction, () -> CloseResult.awaitStage(closeAction.get()));
	}

	/**
	 * Make a registration of a client that is closed when a publisher completes. Needs
	 * Reactive Streams on the class path.
	 * @param name the name of the client; no two clients of an application share one
	 * @param closeAction returns what closes the client when it is subscribed to; what it
	 * emits is ignored
	 * @return the registration
	 */
	public static ClientRegistration ofPublisher(String name, Supplier<? extends Publisher<?>> closeAction) {
		Assert.notNull(closeAction, "'closeAction' must not be null");
		return create(name, closeAction, () -> CloseResult.awaitPublisher(closeAction.get()));
	}

	/**
	 * Say when the client is closed: lower orders first, equal ones at the same time.
	 * Clients without an order come after those that have one, in reverse order of
	 * registration.
	 * @param order the order
	 * @return a registration with the order
	 */
	public ClientRegistration order(int order) {
		return new ClientRegistration(this.name, this.object, this.closeAction, order, this.timeout);
	}

	/**
	 * Say how long closing the client may take. Without a timeout,
	 * {@code shutdown.clients.close-timeout} counts.
	 * @param timeout the time, positive
	 * @return a registration with the timeout
	 */
	public ClientRegistration timeout(Duration timeout) {
		Assert.isTrue(timeout.toMillis() > 0,
				() -> "The timeout of client '" + this.name + "' must be positive, and not " + timeout);
		return new ClientRegistration(this.name, this.object, this.closeAction, this.order, timeout);
	}

	String getName() {
		return this.name;
	}

	/**
	 * Return what was given to close the client: it may be a bean.
	 * @return the object
	 */
	Object getObject() {
		return this.object;
	}

	CloseAction getCloseAction() {
		return this.closeAction;
	}

	@Nullable Integer getOrder() {
		return this.order;
	}

	@Nullable Duration getTimeout() {
		return this.timeout;
	}

}
