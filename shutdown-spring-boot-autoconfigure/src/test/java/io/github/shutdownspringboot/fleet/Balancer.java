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

package io.github.shutdownspringboot.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.shutdownspringboot.application.Requirement;
import org.awaitility.Awaitility;

/**
 * A load balancer of the machine, run as a child process on loopback with a configuration
 * of its own.
 */
enum Balancer {

	/**
	 * Asks each replica for its readiness twice a second; three times no, and it gets no
	 * request. Never tries a request again.
	 */
	HAPROXY("haproxy", """
			global
			  maxconn 2000
			  log stdout format raw local0
			defaults
			  mode http
			  log global
			  option httplog
			  option dontlog-normal
			  timeout connect 2s
			  timeout client 60s
			  timeout server 60s
			  timeout check 2s
			  retries 0
			frontend fleet
			  bind 127.0.0.1:%1$d
			  default_backend replicas
			backend replicas
			  balance roundrobin
			  option httpchk GET /actuator/health/readiness
			  http-check expect status 200
			  default-server check inter 500ms
			%2$s
			""") {

		@Override
		String getReplica(int index, int port) {
			return "  server replica%d 127.0.0.1:%d".formatted(index, port);
		}

		@Override
		List<String> getArguments(Path directory, Path configuration) {
			return List.of("-db", "-f", configuration.toString());
		}

		@Override
		String getQuietPeriod() {
			// On a machine that is busy a check may take longer than the delay leaves
			return "500ms";
		}

	},

	/**
	 * Has no health checks of its own: asks the next replica when one does not answer, or
	 * answers 503.
	 */
	NGINX("nginx", """
			daemon off;
			pid %3$s/nginx.pid;
			error_log %3$s/error.log;
			worker_processes 1;
			events {
			  worker_connections 1024;
			}
			http {
			  access_log off;
			  client_body_temp_path %3$s/body;
			  proxy_temp_path %3$s/proxy;
			  fastcgi_temp_path %3$s/fastcgi;
			  uwsgi_temp_path %3$s/uwsgi;
			  scgi_temp_path %3$s/scgi;
			  keepalive_requests 1000000;
			  upstream replicas {
			%2$s
			    keepalive 16;
			  }
			  server {
			    listen 127.0.0.1:%1$d;
			    location / {
			      proxy_pass http://replicas;
			      proxy_http_version 1.1;
			      proxy_set_header Connection "";
			      proxy_buffering off;
			      proxy_next_upstream error timeout http_503 non_idempotent;
			    }
			  }
			}
			""") {

		@Override
		String getReplica(int index, int port) {
			return "    server 127.0.0.1:%d fail_timeout=1s;".formatted(port);
		}

		@Override
		List<String> getArguments(Path directory, Path configuration) {
			return List.of("-p", directory.toString(), "-e", directory.resolve("error.log").toString(), "-c",
					configuration.toString());
		}

	};

	private final String program;

	private final String configuration;

	Balancer(String program, String configuration) {
		this.program = program;
		this.configuration = configuration;
	}

	abstract String getReplica(int index, int port);

	abstract List<String> getArguments(Path directory, Path configuration);

	/**
	 * Return how long no request is to come before a replica ends its delay.
	 * @return the time, none for a balancer that sends requests as long as they are
	 * answered
	 */
	String getQuietPeriod() {
		return "0s";
	}

	/**
	 * Start it, and wait until it listens.
	 * @param directory where its files are
	 * @param port the port to listen on
	 * @param replicas the ports of the replicas
	 * @return its process
	 */
	Process start(Path directory, int port, List<Integer> replicas) {
		Path executable = Requirement.program(this.program, this.program, "/usr/sbin/" + this.program);
		String servers = IntStream.range(0, replicas.size())
			.mapToObj((i) -> getReplica(i, replicas.get(i)))
			.collect(Collectors.joining("\n"));
		try {
			Path file = Files.writeString(directory.resolve(this.program + ".conf"),
					this.configuration.formatted(port, servers, directory));
			ProcessBuilder builder = new ProcessBuilder(executable.toString());
			builder.command().addAll(getArguments(directory, file));
			Process process = builder.redirectErrorStream(true).redirectOutput(getLog(directory).toFile()).start();
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> listens(port));
			return process;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Path getLog(Path directory) {
		return directory.resolve(this.program + ".log");
	}

	private static boolean listens(int port) {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress("127.0.0.1", port));
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * End it, and wait for that.
	 * @param process its process
	 * @throws InterruptedException if interrupted
	 */
	static void stop(Process process) throws InterruptedException {
		process.destroy();
		if (!process.waitFor(10, TimeUnit.SECONDS)) {
			process.destroyForcibly();
		}
	}

}
