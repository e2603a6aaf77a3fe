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

package io.github.shutdownspringboot.application.mvc;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.shutdownspringboot.application.FastStream;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import reactor.core.publisher.Flux;

import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * Streams that are written by hand, in all the ways that servlets know.
 */
@Configuration(proxyBeanMethods = false)
class MvcStreams {

	/**
	 * Never counted down: awaiting it is a pause.
	 */
	private static final CountDownLatch NEVER = new CountDownLatch(1);

	private static void pause() {
		try {
			NEVER.await(50, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Bean
	FastStream fastStream() {
		return new FastStream();
	}

	@Bean
	ServletRegistrationBean<HttpServlet> writerServlet() {
		return servlet("/streams/writer", (response) -> {
			response.setContentType("text/event-stream;charset=UTF-8");
			writeForEver(response.getWriter());
		});
	}

	@Bean
	ServletRegistrationBean<HttpServlet> writerFirstServlet() {
		return servlet("/streams/writer-first", (response) -> {
			PrintWriter writer = response.getWriter();
			response.setContentType("text/event-stream");
			writeForEver(writer);
		});
	}

	/**
	 * As many a servlet does, without a look at what becomes of it.
	 * @param writer the writer
	 */
	private static void writeForEver(PrintWriter writer) {
		for (long i = 0; i < Long.MAX_VALUE; i++) {
			writer.print("data:writer " + i + "\n");
			writer.println();
			writer.flush();
			pause();
		}
	}

	@Bean
	ServletRegistrationBean<HttpServlet> outputServlet() {
		return servlet("/streams/output", (response) -> {
			response.setContentType("text/event-stream");
			ServletOutputStream output = response.getOutputStream();
			for (long i = 0; i < Long.MAX_VALUE; i++) {
				output.print("data:output " + i + "\r\n");
				output.print("\r\n");
				response.flushBuffer();
				pause();
			}
		});
	}

	@Bean
	ServletRegistrationBean<HttpServlet> tornServlet() {
		return servlet("/streams/torn", (response) -> {
			response.setContentType("text/event-stream");
			response.getOutputStream().print("data:whole\n\ndata:to");
			response.flushBuffer();
			while (true) {
				pause();
				// Notices that the stream has ended
				response.getOutputStream().write(new byte[0], 0, 0);
			}
		});
	}

	@Bean
	ServletRegistrationBean<HttpServlet> encodedServlet() {
		return servlet("/streams/encoded", (response) -> {
			response.setContentType("text/event-stream");
			response.setHeader("Content-Encoding", "x-own");
			response.getOutputStream().print("encoded\n\n");
			response.flushBuffer();
			while (true) {
				pause();
				// Notices that the stream has ended
				response.getOutputStream().write(new byte[0], 0, 0);
			}
		});
	}

	@Bean
	ServletRegistrationBean<HttpServlet> tornWriterServlet() {
		return servlet("/streams/torn-writer", (response) -> {
			response.setContentType("text/event-stream;charset=UTF-8");
			PrintWriter writer = response.getWriter();
			writer.print("id:\u00f6 1\ndata:whole\n\nid:\u00f6 2\ndata:to");
			while (!writer.checkError()) {
				pause();
			}
		});
	}

	/**
	 * Goes on with the response of the container, in an asynchronous dispatch.
	 * @return the servlet
	 */
	@Bean
	ServletRegistrationBean<HttpServlet> dispatchedServlet() {
		ServletRegistrationBean<HttpServlet> registration = new ServletRegistrationBean<>(new HttpServlet() {

			@Override
			protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
				if (request.getDispatcherType() == DispatcherType.REQUEST) {
					request.startAsync().dispatch();
					return;
				}
				response.setContentType("text/event-stream");
				writeForEver(response.getWriter());
			}

		}, "/streams/dispatched");
		registration.setName("dispatched");
		return registration;
	}

	/**
	 * Writes on a thread of its own for as long as there is no error.
	 * @return the servlet
	 */
	@Bean
	ServletRegistrationBean<HttpServlet> careful() {
		ServletRegistrationBean<HttpServlet> registration = new ServletRegistrationBean<>(new HttpServlet() {

			@Override
			protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
				response.setContentType("text/event-stream");
				request.startAsync().setTimeout(0);
				PrintWriter writer = response.getWriter();
				writer.print("data:careful 0\n\n");
				Thread thread = new Thread(() -> {
					while (!writer.checkError()) {
						pause();
					}
				}, "careful");
				thread.setDaemon(true);
				thread.start();
			}

		}, "/streams/careful");
		registration.setName("careful");
		return registration;
	}

	private static ServletRegistrationBean<HttpServlet> servlet(String path, Handler handler) {
		ServletRegistrationBean<HttpServlet> registration = new ServletRegistrationBean<>(new HttpServlet() {

			@Override
			protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
				handler.handle(response);
			}

		}, path);
		registration.setName(path);
		return registration;
	}

	@FunctionalInterface
	interface Handler {

		void handle(HttpServletResponse response) throws IOException;

	}

	@RestController
	static class Controller {

		private final FastStream fastStream;

		private final MvcApplication.Controller application;

		Controller(FastStream fastStream, MvcApplication.Controller application) {
			this.fastStream = fastStream;
			this.application = application;
		}

		/**
		 * Chunks that are not events, and cut characters in two.
		 * @return the body
		 */
		@GetMapping("/streams/body")
		ResponseEntity<StreamingResponseBody> body() {
			StreamingResponseBody body = (output) -> {
				for (long i = 0; i < Long.MAX_VALUE; i++) {
					byte[] event = ("data:b\u00f6dy " + i + "\n\n").getBytes(StandardCharsets.UTF_8);
					output.write(event, 0, 7);
					output.flush();
					output.write(event, 7, event.length - 7);
					output.flush();
					pause();
				}
			};
			return ResponseEntity.ok().contentType(MediaType.TEXT_EVENT_STREAM).body(body);
		}

		/**
		 * Is released when the application begins to stop, and has some to write then.
		 * @return the body
		 */
		@GetMapping("/streams/length")
		ResponseEntity<StreamingResponseBody> length() {
			byte[] line = "{\"line\":1}\n".getBytes(StandardCharsets.US_ASCII);
			return ResponseEntity.ok()
				.contentType(MediaType.APPLICATION_NDJSON)
				.contentLength(20L * line.length)
				.body((output) -> {
					this.application.awaitRelease();
					for (int i = 0; i < 20; i++) {
						output.write(line);
						output.flush();
						pause();
					}
				});
		}

		@GetMapping(path = "/streams/lines", produces = MediaType.APPLICATION_NDJSON_VALUE)
		Flux<Line> lines() {
			return Flux.interval(Duration.ofMillis(50)).onBackpressureBuffer().map(Line::new);
		}

		@GetMapping("/streams/fast")
		SseEmitter fast() {
			SseEmitter emitter = new SseEmitter(0L);
			Thread thread = new Thread(() -> {
				try {
					while (true) {
						emitter.send(this.fastStream.next());
					}
				}
				catch (IOException | IllegalStateException ex) {
					// The client has left
				}
			}, "fast");
			thread.setDaemon(true);
			thread.start();
			return emitter;
		}

	}

	record Line(long line) {

	}

}
