// Chat completions with the npm package openai. Prints what it sees.
import OpenAI from 'openai';

const client = new OpenAI({ baseURL: process.argv[2], apiKey: 'none', maxRetries: 0 });
const stream = await client.chat.completions.create({
	model: 'none',
	messages: [{ role: 'user', content: 'How does a ship stop?' }],
	stream: true,
});
try {
	for await (const chunk of stream) {
		console.log(`message ${chunk.choices[0].delta.content}`);
	}
	console.log('a whole answer');
} catch (error) {
	console.log(error instanceof OpenAI.APIError ? `raised: ${error.error.message ?? error.error}` : error);
}
