// A small bot on grammY that knows of the gateway only the address in its environment.
import { createServer } from "node:http";
import { once } from "node:events";
import { Bot, GrammyError, InlineKeyboard, InputFile, webhookCallback } from "grammy";

const token = process.env.ECHO_BOT_TOKEN;
const apiRoot = process.env.ECHO_BOT_API_ROOT;
const usesWebhook = process.env.ECHO_BOT_WEBHOOK === "1";
// Over a webhook, plain texts travel in the answer to the update instead of a request of their own.
const canUseWebhookReply = (method) => method === "sendMessage";
const bot = new Bot(token, { client: { apiRoot, canUseWebhookReply } });

bot.command("start", (ctx) =>
  ctx.reply("<b>Welcome</b>, send me <i>anything</i> &amp; see", { parse_mode: "HTML" }));

bot.command("choose", (ctx) =>
  ctx.reply("Tea or coffee?", {
    reply_markup: new InlineKeyboard().text("Tea", "choice:tea").text("Coffee", "choice:coffee"),
  }));

bot.command("broken", async (ctx) => {
  try {
    await ctx.reply("<b>never closed", { parse_mode: "HTML" });
  } catch (error) {
    if (!(error instanceof GrammyError)) throw error;
    await ctx.reply(`${error.error_code} ${error.description}`);
  }
});

bot.callbackQuery(/^choice:(.+)$/, async (ctx) => {
  await ctx.answerCallbackQuery({ text: `${ctx.match[1]} it is` });
  await ctx.editMessageText(`You chose *${ctx.match[1]}*`, { parse_mode: "MarkdownV2" });
});

bot.on("message:photo", async (ctx) => {
  const file = await ctx.getFile();
  const response = await fetch(`${apiRoot}/file/bot${token}/${file.file_path}`);
  const bytes = Buffer.from(await response.arrayBuffer());
  const sent = await ctx.replyWithPhoto(new InputFile(bytes, "back.png"), {
    caption: `${bytes.length} of ${file.file_size} bytes`,
  });
  await ctx.replyWithPhoto(sent.photo.at(-1).file_id, { caption: "the same again" });
});

bot.on("message:document", async (ctx) => {
  const file = await ctx.getFile();
  const response = await fetch(`${apiRoot}/file/bot${token}/${file.file_path}`);
  const bytes = Buffer.from(await response.arrayBuffer());
  await ctx.replyWithDocument(new InputFile(bytes, "back.bin"), {
    caption: ctx.message.document.file_name,
  });
});

bot.on("edited_message:text", (ctx) =>
  ctx.reply(`now: ${ctx.editedMessage.text}`, {
    reply_parameters: { message_id: ctx.editedMessage.message_id },
  }));

bot.on("message:text", (ctx) => ctx.reply(ctx.message.text));

bot.catch((failure) => {
  console.error(failure.error);
  process.exitCode = 1;
});

async function poll() {
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => bot.stop());
  await bot.start({ onStart: (me) => console.log(`polling as ${me.username}`) });
}

async function listen() {
  const secret = "a-secret-only-the-gateway-knows";
  const server = createServer(webhookCallback(bot, "http", { secretToken: secret }));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address();
  await bot.init();
  await bot.api.setWebhook(`http://127.0.0.1:${port}/updates`, { secret_token: secret });
  process.once("SIGTERM", async () => {
    await bot.api.deleteWebhook();
    server.closeAllConnections();
    server.close();
  });
  console.log(`listening as ${bot.botInfo.username}`);
}

await (usesWebhook ? listen() : poll());
