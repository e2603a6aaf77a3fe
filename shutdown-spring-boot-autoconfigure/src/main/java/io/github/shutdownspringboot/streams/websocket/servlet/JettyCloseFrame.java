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

package io.github.shutdownspringboot.streams.websocket.servlet;

import io.github.shutdownspringboot.streams.websocket.CloseFrame;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;

/**
 * A close frame that begins the closing handshake on Jetty. Jetty takes the codes of a
 * shutdown for failures: it throws away what is still to be sent, and closes the
 * connection without waiting for the answer. To Jetty this frame is an ordinary one.
 */
final class JettyCloseFrame extends Frame implements CloseStatus.Supplier {

	private static final CloseStatus ORDINARY = new CloseStatus(CloseStatus.NORMAL);

	JettyCloseFrame(CloseFrame frame) {
		super(OpCode.CLOSE, true, CloseStatus.asPayloadBuffer(frame.code(), frame.reason()));
	}

	@Override
	public CloseStatus getCloseStatus() {
		return ORDINARY;
	}

}
