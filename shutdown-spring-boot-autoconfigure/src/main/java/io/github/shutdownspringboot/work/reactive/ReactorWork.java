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

package io.github.shutdownspringboot.work.reactive;

import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import io.github.shutdownspringboot.work.ReactiveWork;
import io.github.shutdownspringboot.work.WorkItem;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;

/**
 * {@link ReactiveWork} with the operators of Reactor: the Reactor context goes through. A
 * subscription whose work is refused gets the exception as its error, and so does one
 * whose work is cut.
 */
final class ReactorWork implements ReactiveWork {

	private final ReactiveAdapterRegistry registry = ReactiveAdapterRegistry.getSharedInstance();

	@Override
	public boolean isReactive(Class<?> type) {
		return !CompletionStage.class.isAssignableFrom(type) && this.registry.getAdapter(type) != null;
	}

	@Override
	public Object track(Object result, Function<@Nullable WorkItem, WorkItem> begin) {
		ReactiveAdapter adapter = Objects.requireNonNull(this.registry.getAdapter(result.getClass()));
		Publisher<Object> publisher = adapter.toPublisher(result);
		return adapter.fromPublisher(
				adapter.isMultiValue() ? track(Flux.from(publisher), begin) : track(Mono.fromDirect(publisher), begin));
	}

	private static Flux<Object> track(Flux<Object> work, Function<@Nullable WorkItem, WorkItem> begin) {
		return Flux.deferContextual((context) -> Flux.using(() -> begin.apply(enclosing(context)),
				(item) -> work.takeUntilOther(cut(item)).contextWrite(within(item)), WorkItem::close, false));
	}

	private static Mono<Object> track(Mono<Object> work, Function<@Nullable WorkItem, WorkItem> begin) {
		return Mono.deferContextual((context) -> Mono.using(() -> begin.apply(enclosing(context)),
				(item) -> work.takeUntilOther(cut(item)).contextWrite(within(item)), WorkItem::close, false));
	}

	/**
	 * Work has no thread here that work within it could be known by.
	 * @param item the work
	 * @return puts it into the Reactor context
	 */
	private static Context within(WorkItem item) {
		return Context.of(WorkItem.class, item);
	}

	private static @Nullable WorkItem enclosing(ContextView context) {
		return context.getOrDefault(WorkItem.class, WorkItem.current());
	}

	private static Mono<Object> cut(WorkItem item) {
		return Mono.create((sink) -> item.whenCut(() -> sink.error(item.refusal())));
	}

}
