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

package io.github.shutdownspringboot.sample.tools;

import java.util.function.Function;

import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpServerSession;
import io.modelcontextprotocol.spec.McpServerTransport;
import io.modelcontextprotocol.spec.McpServerTransportProvider;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Connects an MCP client to a server in the same process, which ends with the client, as
 * a child process would.
 */
final class InProcessTransport implements McpClientTransport {

	private final Server server = new Server();

	private final McpSyncServer running;

	private @Nullable McpServerSession session;

	/**
	 * Create a transport.
	 * @param server what starts the server
	 */
	InProcessTransport(Function<McpServerTransportProvider, McpSyncServer> server) {
		this.running = server.apply(this.server);
	}

	@Override
	public Mono<Void> connect(Function<Mono<McpSchema.JSONRPCMessage>, Mono<McpSchema.JSONRPCMessage>> client) {
		return Mono.fromRunnable(() -> this.session = this.server.connect(client));
	}

	@Override
	public Mono<Void> sendMessage(McpSchema.JSONRPCMessage message) {
		return (this.session != null) ? this.session.handle(message)
				: Mono.error(new IllegalStateException("Not connected"));
	}

	@Override
	public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
		return McpJsonDefaults.getMapper().convertValue(data, type);
	}

	@Override
	public Mono<Void> closeGracefully() {
		return Mono.fromRunnable(this.running::closeGracefully);
	}

	/**
	 * The server's end.
	 */
	private static final class Server implements McpServerTransportProvider {

		private McpServerSession.@Nullable Factory sessions;

		@Override
		public void setSessionFactory(McpServerSession.Factory sessions) {
			this.sessions = sessions;
		}

		McpServerSession connect(Function<Mono<McpSchema.JSONRPCMessage>, Mono<McpSchema.JSONRPCMessage>> client) {
			if (this.sessions == null) {
				throw new IllegalStateException("The server has not been started");
			}
			return this.sessions.create(new ToClient(client));
		}

		@Override
		public Mono<Void> notifyClients(String method, Object params) {
			// The list of tools never changes
			return Mono.empty();
		}

		@Override
		public Mono<Void> closeGracefully() {
			return Mono.empty();
		}

	}

	/**
	 * What the server sends.
	 *
	 * @param client the client
	 */
	private record ToClient(Function<Mono<McpSchema.JSONRPCMessage>, Mono<McpSchema.JSONRPCMessage>> client)
			implements
				McpServerTransport {

		@Override
		public Mono<Void> sendMessage(McpSchema.JSONRPCMessage message) {
			return this.client.apply(Mono.just(message)).then();
		}

		@Override
		public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
			return McpJsonDefaults.getMapper().convertValue(data, type);
		}

		@Override
		public Mono<Void> closeGracefully() {
			return Mono.empty();
		}

	}

}
