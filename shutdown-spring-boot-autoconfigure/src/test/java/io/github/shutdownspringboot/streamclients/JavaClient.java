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

package io.github.shutdownspringboot.streamclients;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * A client in Java, as it is usually written. It returns when the stream has ended, and
 * throws when the stream was cut.
 */
public enum JavaClient {

	/**
	 * Spring's {@link WebClient}, which decodes the events, on Reactor Netty.
	 */
	WEB_CLIENT {

		@Override
		public void read(URI uri, Consumer<String> event) {
			WebClient.create()
				.get()
				.uri(uri)
				.accept(MediaType.TEXT_EVENT_STREAM)
				.retrieve()
				.bodyToFlux(new ParameterizedTypeReference<ServerSentEvent<String>>() {
				})
				.doOnNext((sse) -> event.accept(String.valueOf(sse.data())))
				.blockLast();
		}

	},

	/**
	 * Spring's {@link RestClient} on the oldest client of the JDK.
	 */
	REST_CLIENT {

		@Override
		public void read(URI uri, Consumer<String> event) {
			RestClient.builder()
				.requestFactory(new SimpleClientHttpRequestFactory())
				.build()
				.get()
				.uri(uri)
				.accept(MediaType.TEXT_EVENT_STREAM)
				.exchange((request, response) -> {
					new BufferedReader(new InputStreamReader(response.getBody(), StandardCharsets.UTF_8)).lines()
						.forEach(new EventLines(event));
					return response.getStatusCode();
				});
		}

	},

	/**
	 * The newer client of the JDK.
	 */
	HTTP_CLIENT {

		@Override
		public void read(URI uri, Consumer<String> event) {
			HttpRequest request = HttpRequest.newBuilder(uri).header("Accept", "text/event-stream").build();
			try (Stream<String> lines = HttpClient.newHttpClient()
				.send(request, HttpResponse.BodyHandlers.ofLines())
				.body()) {
				lines.forEach(new EventLines(event));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

	};

	/**
	 * Read a stream to its end.
	 * @param uri its address
	 * @param event told the data of each event
	 */
	public abstract void read(URI uri, Consumer<String> event);

}
