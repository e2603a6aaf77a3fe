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

package io.github.shutdownspringboot.benchmarks;

import java.time.Duration;

import io.github.shutdownspringboot.benchmarks.load.SlowRequest;
import io.github.shutdownspringboot.benchmarks.load.StreamClients;
import io.github.shutdownspringboot.benchmarks.process.Contender;
import io.github.shutdownspringboot.benchmarks.process.RunningApplication;
import io.github.shutdownspringboot.benchmarks.report.Samples;

/**
 * How long an application takes to exit, in three situations.
 */
final class Exits {

	final Samples start = new Samples();

	final Samples idle = new Samples();

	final Samples stream = new Samples();

	final Samples lastByteToExit = new Samples();

	private int streams;

	private int completeStreams;

	private int toldStreams;

	private int requests;

	private int completeRequests;

	/**
	 * Exit with nothing to do, after a request that has been answered: so the classes of
	 * requests are loaded, as they are in the other situations.
	 * @param contender what to start
	 */
	void idle(Contender contender) {
		try (RunningApplication application = RunningApplication.start(contender)) {
			this.start.add(application.getStartUpMillis());
			serveOne(application);
			long terminated = application.terminate();
			this.idle.add(RunningApplication.millis(terminated, application.awaitExit()));
		}
	}

	void withStream(Contender contender) {
		try (RunningApplication application = RunningApplication.start(contender);
				StreamClients clients = StreamClients.open(application.getPort(), 1)) {
			Pause.millis(300);
			long terminated = application.terminate();
			StreamClients.Ends ends = clients.awaitEnds(Duration.ofSeconds(60));
			this.stream.add(RunningApplication.millis(terminated, application.awaitExit()));
			this.streams++;
			this.completeStreams += ends.complete();
			this.toldStreams += ends.told();
		}
	}

	void withRequest(Contender contender) {
		try (RunningApplication application = RunningApplication.start(contender)) {
			serveOne(application);
			try (SlowRequest request = SlowRequest.send(application.getPort(), 1500)) {
				Pause.millis(500);
				application.terminate();
				boolean complete = request.awaitEnd();
				this.requests++;
				this.completeRequests += complete ? 1 : 0;
				long exited = application.awaitExit();
				if (complete) {
					this.lastByteToExit.add(RunningApplication.millis(request.getLastByteAt(), exited));
				}
			}
		}
	}

	/**
	 * The first request takes long, and might come in after the signal.
	 * @param application the application
	 */
	private static void serveOne(RunningApplication application) {
		try (SlowRequest request = SlowRequest.send(application.getPort(), 1)) {
			request.awaitAnswer();
		}
		Pause.millis(200);
	}

	/**
	 * Return how the streams ended.
	 * @return in words
	 */
	String streamEnds() {
		if (this.toldStreams > 0) {
			return this.toldStreams + " of " + this.streams + " told and complete";
		}
		return this.completeStreams + " of " + this.streams + " complete, none told";
	}

	String answers() {
		return this.completeRequests + " of " + this.requests;
	}

	boolean allStreamsTold() {
		return this.toldStreams == this.streams;
	}

	boolean allAnswered() {
		return this.completeRequests == this.requests;
	}

}
