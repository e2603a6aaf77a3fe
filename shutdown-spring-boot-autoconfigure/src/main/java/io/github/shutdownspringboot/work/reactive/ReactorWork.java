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

import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import io.github.shutdownspringboot.work.ReactiveWork;
import io.github.shutdownspringboot.work.WorkItem;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

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
	public boolean isReactive(Class<?> returnType) {
		return !CompletionStage.class.isAssignableFrom(returnType) && this.registry.getAdapter(returnType) != null;
	}

	@Override
	public Object track(Class<?> returnType, Object result, Supplier<WorkItem> begin) {
		ReactiveAdapter adapter = this.registry.getAdapter(returnType, result);
		if (adapter == null) {
			return result;
		}
		Publisher<Object> publisher = adapter.toPublisher(result);
		return adapter.fromPublisher(
				adapter.isMultiValue() ? track(Flux.from(publisher), begin) : track(Mono.fromDirect(publisher), begin));
	}

	private static Flux<Object> track(Flux<Object> work, Supplier<WorkItem> begin) {
		return Flux.using(begin::get, (item) -> work.takeUntilOther(cut(item)), WorkItem::close, false);
	}

	private static Mono<Object> track(Mono<Object> work, Supplier<WorkItem> begin) {
		return Mono.using(begin::get, (item) -> work.takeUntilOther(cut(item)), WorkItem::close, false);
	}

	private static Mono<Object> cut(WorkItem item) {
		return Mono.create((sink) -> item.whenCut(() -> sink.error(item.refusal())));
	}

}
