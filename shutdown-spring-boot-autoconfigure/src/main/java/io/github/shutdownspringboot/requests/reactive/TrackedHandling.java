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

package io.github.shutdownspringboot.requests.reactive;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Supplier;

import io.github.shutdownspringboot.requests.Admission;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import org.springframework.http.server.reactive.ServerHttpResponse;

/**
 * The handling of a request that was let in: it is over when the application has handled
 * it or nobody waits for that any more, and it is refused if it is overdue. One operator,
 * because each of those that Reactor has for that costs every request.
 */
final class TrackedHandling extends Mono<Void> {

	private final Supplier<Mono<Void>> handler;

	private final ServerHttpResponse response;

	private final Admission admission;

	private final boolean endIsTold;

	private final Supplier<Mono<Void>> refusal;

	/**
	 * Make a handling, not begun.
	 * @param handler lets the application handle the request
	 * @param response the response
	 * @param admission what the request is tracked as
	 * @param endIsTold whether the server tells the end of the response, which comes
	 * after the handling
	 * @param refusal refuses the request, unless it has been answered
	 */
	TrackedHandling(Supplier<Mono<Void>> handler, ServerHttpResponse response, Admission admission, boolean endIsTold,
			Supplier<Mono<Void>> refusal) {
		this.handler = handler;
		this.response = response;
		this.admission = admission;
		this.endIsTold = endIsTold;
		this.refusal = refusal;
	}

	@Override
	public void subscribe(CoreSubscriber<? super Void> actual) {
		handle().subscribe(new Handling(actual));
	}

	private Mono<Void> handle() {
		try {
			return this.handler.get();
		}
		catch (Throwable ex) {
			Exceptions.throwIfFatal(ex);
			return Mono.error(ex);
		}
	}

	/**
	 * One handling. Either the application ends it or the time does.
	 */
	private final class Handling implements CoreSubscriber<Void>, Subscription {

		private static final AtomicReferenceFieldUpdater<Handling, @Nullable Subscription> APPLICATION = AtomicReferenceFieldUpdater
			.newUpdater(Handling.class, Subscription.class, "application");

		private final CoreSubscriber<? super Void> actual;

		private final AtomicBoolean over = new AtomicBoolean();

		private volatile @Nullable Subscription application;

		private volatile @Nullable Disposable refusing;

		Handling(CoreSubscriber<? super Void> actual) {
			this.actual = actual;
		}

		@Override
		public Context currentContext() {
			return this.actual.currentContext();
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			if (Operators.setOnce(APPLICATION, this, subscription)) {
				TrackedHandling.this.admission.request().setOverdueAnswer(this::refuse);
				this.actual.onSubscribe(this);
			}
		}

		@Override
		public void onNext(Void nothing) {
			// There is none
		}

		@Override
		public void onComplete() {
			if (this.over.compareAndSet(false, true)) {
				complete();
			}
		}

		@Override
		public void onError(Throwable ex) {
			if (this.over.compareAndSet(false, true)) {
				fail(ex);
			}
			else {
				Operators.onErrorDropped(ex, currentContext());
			}
		}

		private void complete() {
			try {
				this.actual.onComplete();
			}
			finally {
				handled();
			}
		}

		private void fail(Throwable ex) {
			try {
				this.actual.onError(ex);
			}
			finally {
				handled();
			}
		}

		private void handled() {
			if (!TrackedHandling.this.endIsTold) {
				TrackedHandling.this.admission.inFlight().end();
			}
		}

		private void refuse() {
			if (!TrackedHandling.this.response.isCommitted() && this.over.compareAndSet(false, true)) {
				Operators.terminate(APPLICATION, this);
				this.refusing = Mono.defer(TrackedHandling.this.refusal)
					.subscribe(null, this::fail, this::complete, this.actual.currentContext());
			}
		}

		@Override
		public void request(long count) {
			Subscription application = this.application;
			if (application != null) {
				application.request(count);
			}
		}

		@Override
		public void cancel() {
			Operators.terminate(APPLICATION, this);
			Disposable refusing = this.refusing;
			if (refusing != null) {
				refusing.dispose();
			}
			TrackedHandling.this.admission.inFlight().end();
		}

	}

}
