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

package io.github.shutdownspringboot.streams;

import io.github.shutdownspringboot.http.RequestHead;

/**
 * Recognises streams of the <a href=
 * "https://modelcontextprotocol.io/specification/2025-06-18/basic/transports">Model
 * Context Protocol</a>. Their events are JSON-RPC messages, which the termination events
 * are not.
 */
final class ModelContextProtocol {

	private ModelContextProtocol() {
	}

	/**
	 * Return whether a request says that its client speaks the protocol: with the
	 * Streamable HTTP transport, each request after the first one does.
	 * @param request the request
	 * @return whether it says so
	 */
	static boolean isSpokenBy(RequestHead request) {
		return request.getHeader("Mcp-Session-Id") != null || request.getHeader("MCP-Protocol-Version") != null;
	}

	/**
	 * Return whether an event is the one that each stream of the older HTTP with SSE
	 * transport begins with. Its client does not say what it speaks.
	 * @param firstEvent the first event of a stream
	 * @return whether it is
	 */
	static boolean isEndpointEvent(String firstEvent) {
		return firstEvent.lines().anyMatch((line) -> line.equals("event:endpoint") || line.equals("event: endpoint"));
	}

}
