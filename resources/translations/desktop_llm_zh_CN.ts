<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>About</name>
    <message>
        <source>{number} billion</source>
        <translation>{number} 十亿</translation>
    </message>
    <message>
        <source>{number} hundred million</source>
        <translation>{number} 亿</translation>
    </message>
    <message>
        <source>{number} million</source>
        <translation>{number} 百万</translation>
    </message>
    <message>
        <source>{number} ten thousand</source>
        <translation>{number} 万</translation>
    </message>
    <message>
        <source>{number} thousand</source>
        <translation>{number} 千</translation>
    </message>
</context>
<context>
    <name>AboutDialog</name>
    <message>
        <source>About Desktop LLM</source>
        <translation>关于 Desktop LLM</translation>
    </message>
    <message>
        <source>Check for updates</source>
        <translation>检查更新</translation>
    </message>
    <message>
        <source>Copy these lines</source>
        <translation>复制这些内容</translation>
    </message>
    <message>
        <source>Free software under the Apache License 2.0.</source>
        <translation>自由软件，采用 Apache License 2.0 许可证。</translation>
    </message>
    <message>
        <source>Go to a pane</source>
        <translation>转到某个工作区</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Open its page in the browser</source>
        <translation>在浏览器中打开其网页</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>程序</translation>
    </message>
    <message>
        <source>Version {version}</source>
        <translation>版本 {version}</translation>
    </message>
    <message>
        <source>What you write and the files you add stay on this computer, unless you choose a model on a server. The program reports nothing and asks nobody by itself.</source>
        <translation>你写的内容和添加的文件都留在这台电脑上，除非你选择服务器上的模型。程序不会自行上报任何内容，也不会自行联系任何人。</translation>
    </message>
</context>
<context>
    <name>ActionShelf</name>
    <message>
        <source>Export actions</source>
        <translation>导出操作</translation>
    </message>
    <message>
        <source>Import actions</source>
        <translation>导入操作</translation>
    </message>
</context>
<context>
    <name>ActionsDialog</name>
    <message>
        <source>Actions</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Becomes a new text</source>
        <translation>成为新文稿</translation>
    </message>
    <message>
        <source>For example: Rewrite it as a reply to a customer, in three sentences.</source>
        <translation>例如：改写成给客户的回复，用三句话。</translation>
    </message>
    <message>
        <source>Goes below the text</source>
        <translation>放在原文下方</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>New action</source>
        <translation>新操作</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Replaces the text, after a look</source>
        <translation>查看后替换原文</translation>
    </message>
    <message>
        <source>These keys already do something else.</source>
        <translation>这些按键已有其他用途。</translation>
    </message>
    <message>
        <source>What comes of it</source>
        <translation>结果如何使用</translation>
    </message>
    <message>
        <source>What the model shall do</source>
        <translation>要模型做什么</translation>
    </message>
    <message>
        <source>Your actions</source>
        <translation>你的操作</translation>
    </message>
</context>
<context>
    <name>AnswerFooter</name>
    <message>
        <source>Answer again</source>
        <translation>重新回答</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy this answer</source>
        <translation>复制此回答</translation>
    </message>
    <message>
        <source>Cut at the length limit.</source>
        <translation>已达到长度上限，被截断。</translation>
    </message>
    <message>
        <source>Go on with this answer</source>
        <translation>接着写这个回答</translation>
    </message>
    <message>
        <source>Interrupted: the program ended while this was written.</source>
        <translation>已中断：写到这里时程序结束了。</translation>
    </message>
    <message>
        <source>Not sent to the model.</source>
        <translation>未发送给模型。</translation>
    </message>
    <message>
        <source>Regenerate</source>
        <translation>重新生成</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>已停止。</translation>
    </message>
    <message>
        <source>Stopped: the model was writing the same again and again.</source>
        <translation>已停止：模型在反复写同样的内容。</translation>
    </message>
</context>
<context>
    <name>Arrow</name>
    <message>
        <source>{before} → {after}</source>
        <translation>{before} → {after}</translation>
    </message>
</context>
<context>
    <name>AttachmentChip</name>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation>移除 {name}</translation>
    </message>
</context>
<context>
    <name>BranchSwitch</name>
    <message>
        <source>Next version</source>
        <translation>下一版本</translation>
    </message>
    <message>
        <source>Previous version</source>
        <translation>上一版本</translation>
    </message>
    <message>
        <source>Version {number} of {count}</source>
        <translation>第 {number} 个版本，共 {count} 个</translation>
    </message>
</context>
<context>
    <name>BriefKeeper</name>
    <message>
        <source>Form cleared</source>
        <translation>已清空表单</translation>
    </message>
</context>
<context>
    <name>Catalogue</name>
    <message>
        <source>All its versions</source>
        <translation>所有版本</translation>
    </message>
    <message>
        <source>Asking for it…</source>
        <translation>正在查询…</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Finds passages of documents by meaning, in {languages}</source>
        <translation>按含义查找文档段落，支持{languages}</translation>
    </message>
    <message>
        <source>For {purposes}, in {languages}</source>
        <translation>适合{purposes}，支持{languages}</translation>
    </message>
    <message>
        <source>Free for any use. They are fetched from huggingface.co, and then work without it.</source>
        <translation>可自由用于任何用途。从 huggingface.co 获取，之后无需联网即可使用。</translation>
    </message>
    <message>
        <source>Good models to start with</source>
        <translation>适合入门的模型</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>全部显示</translation>
    </message>
    <message>
        <source>chat</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>finding passages</source>
        <translation>查找段落</translation>
    </message>
    <message>
        <source>recommended for this computer</source>
        <translation>推荐用于这台电脑</translation>
    </message>
    <message>
        <source>summaries</source>
        <translation>摘要</translation>
    </message>
    <message>
        <source>translations</source>
        <translation>翻译</translation>
    </message>
    <message>
        <source>writing</source>
        <translation>写作</translation>
    </message>
    <message>
        <source>{count} languages</source>
        <translation>多达 {count} 种语言</translation>
    </message>
    <message>
        <source>{count} more</source>
        <translation>还有 {count} 个</translation>
    </message>
</context>
<context>
    <name>ChangeCard</name>
    <message>
        <source>Accept</source>
        <translation>接受</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>The next one</source>
        <translation>下一处</translation>
    </message>
    <message>
        <source>The one before</source>
        <translation>上一处</translation>
    </message>
</context>
<context>
    <name>ChangeList</name>
    <message>
        <source>Changes</source>
        <translation>更改</translation>
    </message>
</context>
<context>
    <name>ChangeWords</name>
    <message>
        <source>(space)</source>
        <translation>（空格）</translation>
    </message>
    <message>
        <source>1 change</source>
        <translation>1 处更改</translation>
    </message>
    <message>
        <source>1 of them is to be looked at by yourself</source>
        <translation>其中 1 处需要你自己查看</translation>
    </message>
    <message>
        <source>Capitals</source>
        <translation>大小写</translation>
    </message>
    <message>
        <source>Grammar</source>
        <translation>语法</translation>
    </message>
    <message>
        <source>It changes a name.</source>
        <translation>它改动了名称。</translation>
    </message>
    <message>
        <source>It is more than a correction.</source>
        <translation>这已超出更正的范围。</translation>
    </message>
    <message>
        <source>It would be another sentence.</source>
        <translation>会变成另一个句子。</translation>
    </message>
    <message>
        <source>Nothing to change was found.</source>
        <translation>没有找到需要更改之处。</translation>
    </message>
    <message>
        <source>Parts for which the model gave no usable answer: {count}.</source>
        <translation>模型没有给出可用回答的部分：{count}。</translation>
    </message>
    <message>
        <source>Proposals that changed numbers, code or the language were left out: {count}.</source>
        <translation>略去了改动数字、代码或语言的建议：{count}。</translation>
    </message>
    <message>
        <source>Punctuation</source>
        <translation>标点</translation>
    </message>
    <message>
        <source>Read {done} of {count} sentences</source>
        <translation>已读 {done}/{count} 句</translation>
    </message>
    <message>
        <source>Spaces</source>
        <translation>空格</translation>
    </message>
    <message>
        <source>Spelling</source>
        <translation>拼写</translation>
    </message>
    <message>
        <source>The model proposed two things for this sentence.</source>
        <translation>模型对这个句子提出了两种建议。</translation>
    </message>
    <message>
        <source>The question would be none any more.</source>
        <translation>原来的问句将不再是问句。</translation>
    </message>
    <message>
        <source>The rest of what was proposed here is not acceptable.</source>
        <translation>此处其余的建议不可接受。</translation>
    </message>
    <message>
        <source>The sentence would be much longer.</source>
        <translation>句子会长很多。</translation>
    </message>
    <message>
        <source>The sentence would be much shorter.</source>
        <translation>句子会短很多。</translation>
    </message>
    <message>
        <source>The text is still being worked on. Try again in a moment.</source>
        <translation>文稿仍在处理中。请稍后重试。</translation>
    </message>
    <message>
        <source>There are no sentences to read: code and quotations are left alone.</source>
        <translation>没有可读的句子：代码和引文不作处理。</translation>
    </message>
    <message>
        <source>Which language this is cannot be told; look closely at what is proposed.</source>
        <translation>无法判断这是什么语言，请仔细查看建议。</translation>
    </message>
    <message>
        <source>Wording</source>
        <translation>措辞</translation>
    </message>
    <message>
        <source>You edited words that a change was about, so it was withdrawn.</source>
        <translation>你编辑了一处更改所涉及的文字，因此该更改已撤回。</translation>
    </message>
    <message>
        <source>You edited words that {count} changes were about, so they were withdrawn.</source>
        <translation>你编辑了 {count} 处更改所涉及的文字，因此这些更改已撤回。</translation>
    </message>
    <message>
        <source>{changes} · {share} per 100 words</source>
        <translation>{changes} · 每百词 {share} 处</translation>
    </message>
    <message>
        <source>{count} changes</source>
        <translation>{count} 处更改</translation>
    </message>
    <message>
        <source>{count} of them are to be looked at by yourself</source>
        <translation>其中 {count} 处需要你自己查看</translation>
    </message>
    <message>
        <source>{model} is a small model and not good at this. What it writes is checked; a larger one is better.</source>
        <translation>{model} 是小模型，不擅长这项工作。它写的内容会经过检查；更大的模型更好。</translation>
    </message>
    <message>
        <source>{model} was not made to follow instructions; little will come of this.</source>
        <translation>{model} 不是为遵循指令而设计的，效果不会好。</translation>
    </message>
</context>
<context>
    <name>ChatPane</name>
    <message>
        <source>A file is still being read. Send again in a moment.</source>
        <translation>还有文件正在读取，请稍候再发送。</translation>
    </message>
    <message>
        <source>Ask a folder of documents</source>
        <translation>向文档文件夹提问</translation>
    </message>
    <message>
        <source>Attach files</source>
        <translation>添加附件</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>This answer ended with an error.</source>
        <translation>这个回答因出错而结束。</translation>
    </message>
    <message>
        <source>This passage is no longer there.</source>
        <translation>这个段落已经不在了。</translation>
    </message>
    <message>
        <source>With your next message this whole chat is sent to {host}: earlier messages and files too.</source>
        <translation>发送下一条消息时，整个对话都会发送给 {host}，包括之前的消息和文件。</translation>
    </message>
    <message>
        <source>You began to change a message in another version of this chat.</source>
        <translation>你开始修改的一条消息在此对话的另一个版本中。</translation>
    </message>
    <message>
        <source>Your message is sent as soon as the model is ready.</source>
        <translation>模型就绪后会立即发送这条消息。</translation>
    </message>
    <message>
        <source>first word after {seconds} s</source>
        <translation>{seconds} 秒后写出第一个词</translation>
    </message>
    <message>
        <source>{name}, pages {pages}</source>
        <translation>{name}，第 {pages} 页</translation>
    </message>
    <message>
        <source>{rate} tokens/s</source>
        <translation>{rate} 词元/秒</translation>
    </message>
    <message>
        <source>{tokens} tokens</source>
        <translation>{tokens} 词元</translation>
    </message>
</context>
<context>
    <name>CloseGate</name>
    <message>
        <source>Saving what you wrote…</source>
        <translation>正在保存你写的内容…</translation>
    </message>
</context>
<context>
    <name>CodeBlock</name>
    <message>
        <source>Code, {language}</source>
        <translation>代码，{language}</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy code</source>
        <translation>复制代码</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Found</source>
        <translation>搜索结果</translation>
    </message>
    <message>
        <source>Search chats and commands</source>
        <translation>搜索对话和命令</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文稿</translation>
    </message>
</context>
<context>
    <name>ComposeController</name>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
</context>
<context>
    <name>ComposePage</name>
    <message>
        <source>A line each. What is missing in the draft is named.</source>
        <translation>每行一条。草稿中缺少的会被指出。</translation>
    </message>
    <message>
        <source>A new text</source>
        <translation>新文稿</translation>
    </message>
    <message>
        <source>About</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>As usual</source>
        <translation>照常</translation>
    </message>
    <message>
        <source>Beside this text, to look at</source>
        <translation>在此文稿旁边，先查看</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Clear the form for another text</source>
        <translation>清空表单，以便起草另一篇文稿</translation>
    </message>
    <message>
        <source>For whom</source>
        <translation>写给谁</translation>
    </message>
    <message>
        <source>Into</source>
        <translation>写入</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Must be said</source>
        <translation>必须提到</translation>
    </message>
    <message>
        <source>My landlord, who is friendly</source>
        <translation>待人友善的房东</translation>
    </message>
    <message>
        <source>Paste the message that you answer.</source>
        <translation>粘贴你要回复的消息。</translation>
    </message>
    <message>
        <source>Polite and short</source>
        <translation>礼貌而简短</translation>
    </message>
    <message>
        <source>That of the brief</source>
        <translation>与要求所用的语言相同</translation>
    </message>
    <message>
        <source>The draft is a new text. Look at this in it:</source>
        <translation>草稿是一份新文稿。请留意其中的以下内容：</translation>
    </message>
    <message>
        <source>The draft is a new text. What can be checked in it is right.</source>
        <translation>草稿是一份新文稿。其中能检查的内容都正确。</translation>
    </message>
    <message>
        <source>The draft is being written into a new text.</source>
        <translation>正在将草稿写入新文稿。</translation>
    </message>
    <message>
        <source>The draft was not written to its end. What there is of it is a new text.</source>
        <translation>草稿没有写完。已写的部分是一份新文稿。</translation>
    </message>
    <message>
        <source>Tone</source>
        <translation>语气</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本数</translation>
    </message>
    <message>
        <source>What</source>
        <translation>体裁</translation>
    </message>
    <message>
        <source>What it is about, in a few words.</source>
        <translation>用几个词写明内容是什么。</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>字数</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>撰写</translation>
    </message>
    <message>
        <source>Write the text</source>
        <translation>撰写文字</translation>
    </message>
    <message>
        <source>You answer</source>
        <translation>回复对象</translation>
    </message>
    <message>
        <source>‹ Back to the brief</source>
        <translation>‹ 返回要求</translation>
    </message>
</context>
<context>
    <name>ComputerReport</name>
    <message>
        <source>Check again</source>
        <translation>重新检查</translation>
    </message>
    <message>
        <source>Check this computer</source>
        <translation>检查这台电脑</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>正在检查…</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>复制报告</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>详细数据</translation>
    </message>
    <message>
        <source>See whether the graphics card is used, why not, and what would help.</source>
        <translation>查看是否使用了显卡、没有使用的原因，以及可以怎样改善。</translation>
    </message>
    <message>
        <source>Take the advice</source>
        <translation>采纳建议</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>这台电脑</translation>
    </message>
</context>
<context>
    <name>ContextMeter</name>
    <message>
        <source>Context about {used}</source>
        <translation>上下文约 {used}</translation>
    </message>
    <message>
        <source>Context about {used} of {room}</source>
        <translation>上下文约 {used}/{room}</translation>
    </message>
    <message>
        <source>Context in use</source>
        <translation>已用上下文</translation>
    </message>
    <message>
        <source>Context {used} of {room}</source>
        <translation>上下文 {used}/{room}</translation>
    </message>
    <message>
        <source>The model reads about {used} tokens of this chat at once. The server does not say how many fit.</source>
        <translation>模型一次读取这个对话的约 {used} 词元。服务器没有说明能容纳多少。</translation>
    </message>
    <message>
        <source>The model reads about {used} tokens of this chat at once; it has room for {room}. This is a guess: what you write is not sent to the server to be counted.</source>
        <translation>模型一次读取这个对话的约 {used} 词元，可容纳 {room}。这是估计值：你写的内容不会为了计数而发送到服务器。</translation>
    </message>
    <message>
        <source>The model reads {used} tokens of this chat at once; it has room for {room}.</source>
        <translation>模型一次读取这个对话的 {used} 词元，可容纳 {room}。</translation>
    </message>
</context>
<context>
    <name>ConversationDialog</name>
    <message>
        <source>As in settings</source>
        <translation>与设置相同</translation>
    </message>
    <message>
        <source>For example: Answer in British English, in at most five sentences.</source>
        <translation>例如：用正式的书面语回答，最多五句话。</translation>
    </message>
    <message>
        <source>Instructions</source>
        <translation>指令</translation>
    </message>
    <message>
        <source>Sampling</source>
        <translation>采样</translation>
    </message>
    <message>
        <source>The model reads them before every message.</source>
        <translation>模型会在每条消息之前读取这些指令。</translation>
    </message>
    <message>
        <source>This chat</source>
        <translation>本对话</translation>
    </message>
</context>
<context>
    <name>ConversationList</name>
    <message>
        <source>A message in one of its chats is not sent yet.</source>
        <translation>其中一个对话里有尚未发送的消息。</translation>
    </message>
    <message>
        <source>Chats</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation>复制为 Markdown</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Folder {name} with {count} entries</source>
        <translation>文件夹 {name}，共 {count} 项</translation>
    </message>
    <message>
        <source>HTML…</source>
        <translation>HTML…</translation>
    </message>
    <message>
        <source>JSON…</source>
        <translation>JSON…</translation>
    </message>
    <message>
        <source>Last week</source>
        <translation>过去一周</translation>
    </message>
    <message>
        <source>Markdown…</source>
        <translation>Markdown…</translation>
    </message>
    <message>
        <source>Move to folder</source>
        <translation>移动到文件夹</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>New folder</source>
        <translation>新建文件夹</translation>
    </message>
    <message>
        <source>New folder…</source>
        <translation>新建文件夹…</translation>
    </message>
    <message>
        <source>New text</source>
        <translation>新文稿</translation>
    </message>
    <message>
        <source>No folder</source>
        <translation>不放入文件夹</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>没有找到</translation>
    </message>
    <message>
        <source>Older</source>
        <translation>更早</translation>
    </message>
    <message>
        <source>PDF…</source>
        <translation>PDF…</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>置顶</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>已置顶</translation>
    </message>
    <message>
        <source>Remove folder, keep what is in it</source>
        <translation>移除文件夹，保留其中内容</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Rename folder</source>
        <translation>重命名文件夹</translation>
    </message>
    <message>
        <source>Rename folder…</source>
        <translation>重命名文件夹…</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>取消置顶</translation>
    </message>
    <message>
        <source>Word file…</source>
        <translation>Word 文件…</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>Your message in it is not sent yet.</source>
        <translation>其中有尚未发送的消息。</translation>
    </message>
</context>
<context>
    <name>CrashController</name>
    <message>
        <source>Show the report</source>
        <translation>显示报告</translation>
    </message>
    <message>
        <source>Something went wrong when Desktop LLM ran before. A report of it is on this computer, without your texts.</source>
        <translation>Desktop LLM 上次运行时出了问题。这台电脑上有一份相关报告，其中不含你的文字。</translation>
    </message>
</context>
<context>
    <name>Date</name>
    <message>
        <source>d MMMM yyyy</source>
        <translation>yyyy年M月d日</translation>
    </message>
    <message>
        <source>{day}, {time}</source>
        <translation>{day} {time}</translation>
    </message>
</context>
<context>
    <name>Deletions</name>
    <message>
        <source>Deleted “{title}”</source>
        <translation>已删除“{title}”</translation>
    </message>
</context>
<context>
    <name>Dialogs</name>
    <message>
        <source>Data folder</source>
        <translation>数据文件夹</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>Report copied</source>
        <translation>已复制报告</translation>
    </message>
</context>
<context>
    <name>Doctor</name>
    <message>
        <source>Command copied</source>
        <translation>已复制命令</translation>
    </message>
    <message>
        <source>Report copied</source>
        <translation>已复制报告</translation>
    </message>
</context>
<context>
    <name>DoctorText</name>
    <message>
        <source>A smaller model, or a smaller context, would fit on the graphics card whole and be much quicker.</source>
        <translation>更小的模型或更小的上下文可以完整放入显卡，速度会快得多。</translation>
    </message>
    <message>
        <source>Built for</source>
        <translation>构建目标</translation>
    </message>
    <message>
        <source>Built for processors like</source>
        <translation>构建时针对的处理器</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>选择模型</translation>
    </message>
    <message>
        <source>Close other programs that use the graphics card, or choose a smaller model.</source>
        <translation>关闭其他使用显卡的程序，或选择更小的模型。</translation>
    </message>
    <message>
        <source>Close programs that are busy, and plug in a laptop.</source>
        <translation>关闭繁忙的程序；如果是笔记本电脑，请接通电源。</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Expected speed</source>
        <translation>预期速度</translation>
    </message>
    <message>
        <source>Get the version for graphics cards where you got this one, and install it instead: the name of its file begins with desktop-llm-vulkan.</source>
        <translation>请在获得本程序的地方获取支持显卡的版本，并用它替换本版本：其文件名以 desktop-llm-vulkan 开头。</translation>
    </message>
    <message>
        <source>If answers are slow, choose a smaller model: no version of this program uses graphics cards on this system.</source>
        <translation>如果回答较慢，请选择更小的模型：本程序在这种系统上没有可使用显卡的版本。</translation>
    </message>
    <message>
        <source>Install the Vulkan driver of the graphics card, then start the program again.</source>
        <translation>安装显卡的 Vulkan 驱动程序，然后重新启动程序。</translation>
    </message>
    <message>
        <source>Install the driver of the graphics card&apos;s maker.</source>
        <translation>安装显卡厂商的驱动程序。</translation>
    </message>
    <message>
        <source>Install the program again: a part of it is missing or broken.</source>
        <translation>请重新安装本程序：它的一部分缺失或已损坏。</translation>
    </message>
    <message>
        <source>Let it decide</source>
        <translation>由程序决定</translation>
    </message>
    <message>
        <source>Let the program decide how much of the model goes on the graphics card.</source>
        <translation>让程序决定把模型的多少部分放到显卡上。</translation>
    </message>
    <message>
        <source>Measured speed</source>
        <translation>实测速度</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Memory speed</source>
        <translation>内存速度</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>NVIDIA driver</source>
        <translation>NVIDIA 驱动程序</translation>
    </message>
    <message>
        <source>On graphics cards</source>
        <translation>在显卡上</translation>
    </message>
    <message>
        <source>Remove the variable {variable} from your environment, then start the program again.</source>
        <translation>从环境中移除变量 {variable}，然后重新启动程序。</translation>
    </message>
    <message>
        <source>Restart the computer.</source>
        <translation>请重启电脑。</translation>
    </message>
    <message>
        <source>Show the report to somebody who knows computers.</source>
        <translation>把报告给懂电脑的人看看。</translation>
    </message>
    <message>
        <source>The driver says</source>
        <translation>驱动程序报告</translation>
    </message>
    <message>
        <source>The model could not be loaded.</source>
        <translation>无法加载模型。</translation>
    </message>
    <message>
        <source>The model writes {measured_tokens_per_s} tokens a second, and about {expected_tokens_per_s} were expected.</source>
        <translation>模型每秒写 {measured_tokens_per_s} 个词元，预期约为 {expected_tokens_per_s} 个。</translation>
    </message>
    <message>
        <source>The part of the program that runs the model does not start.</source>
        <translation>程序中运行模型的部分无法启动。</translation>
    </message>
    <message>
        <source>The processor has</source>
        <translation>处理器支持</translation>
    </message>
    <message>
        <source>There is no graphics card; the processor does all the work.</source>
        <translation>没有显卡，所有工作由处理器完成。</translation>
    </message>
    <message>
        <source>There is nothing to mend.</source>
        <translation>没有需要修复的问题。</translation>
    </message>
    <message>
        <source>This program leaves parts of your processor unused ({features}).</source>
        <translation>本程序没有用上你的处理器的部分功能（{features}）。</translation>
    </message>
    <message>
        <source>Type this in a terminal in the program&apos;s folder, then start the program again. It takes a while.</source>
        <translation>在程序文件夹中打开终端，输入以下命令，然后重新启动程序。这需要一些时间。</translation>
    </message>
    <message>
        <source>Type this in a terminal, log out and in again, then start the program.</source>
        <translation>在终端中输入以下命令，注销后重新登录，然后启动程序。</translation>
    </message>
    <message>
        <source>Update the driver of the graphics card.</source>
        <translation>更新显卡的驱动程序。</translation>
    </message>
    <message>
        <source>about {speed}</source>
        <translation>约 {speed}</translation>
    </message>
    <message>
        <source>{card} does the work: the whole model is on it.</source>
        <translation>{card} 正在工作：整个模型都在它上面。</translation>
    </message>
    <message>
        <source>{card} holds {n_gpu_layers} of the model&apos;s {n_layers} layers; the processor does the rest.</source>
        <translation>{card} 承担模型 {n_layers} 层中的 {n_gpu_layers} 层，其余由处理器完成。</translation>
    </message>
    <message>
        <source>{card} is not needed: there is a faster graphics card.</source>
        <translation>不需要 {card}：有一块更快的显卡。</translation>
    </message>
    <message>
        <source>{card} is not used, and nothing tells why.</source>
        <translation>未使用 {card}，原因不明。</translation>
    </message>
    <message>
        <source>{card} is not used: a part of its driver is missing (Vulkan).</source>
        <translation>未使用 {card}：缺少部分驱动程序（Vulkan）。</translation>
    </message>
    <message>
        <source>{card} is not used: it brought the model down, which now does without it.</source>
        <translation>未使用 {card}：它使模型崩溃，现在模型不再使用它。</translation>
    </message>
    <message>
        <source>{card} is not used: its driver was updated and waits for a restart of the computer.</source>
        <translation>未使用 {card}：它的驱动程序已更新，需要重启电脑。</translation>
    </message>
    <message>
        <source>{card} is not used: its driver {version} is too old, {needed} or newer is needed.</source>
        <translation>未使用 {card}：它的驱动程序 {version} 太旧，需要 {needed} 或更新的版本。</translation>
    </message>
    <message>
        <source>{card} is not used: only {free_bytes} of its memory are free.</source>
        <translation>未使用 {card}：它只有 {free_bytes} 可用显存。</translation>
    </message>
    <message>
        <source>{card} is not used: putting the model on it failed.</source>
        <translation>未使用 {card}：无法将模型放到它上面。</translation>
    </message>
    <message>
        <source>{card} is not used: the settings keep the model on the processor.</source>
        <translation>未使用 {card}：设置要求模型在处理器上运行。</translation>
    </message>
    <message>
        <source>{card} is not used: the variable {variable} is set on this computer and hides it.</source>
        <translation>未使用 {card}：这台电脑上设置了变量 {variable}，将它隐藏了。</translation>
    </message>
    <message>
        <source>{card} is not used: there is no driver with which it could compute.</source>
        <translation>未使用 {card}：没有可以让它进行计算的驱动程序。</translation>
    </message>
    <message>
        <source>{card} is not used: this program was built without support for it.</source>
        <translation>未使用 {card}：本程序在构建时没有包含对它的支持。</translation>
    </message>
    <message>
        <source>{card} is not used: you are not allowed to use {file}.</source>
        <translation>未使用 {card}：你没有使用 {file} 的权限。</translation>
    </message>
    <message>
        <source>{card} is ready: {free_bytes} of its memory are free.</source>
        <translation>{card} 已就绪：有 {free_bytes} 可用显存。</translation>
    </message>
    <message>
        <source>{card} only draws the screen.</source>
        <translation>{card} 只用于显示画面。</translation>
    </message>
    <message>
        <source>{free} of {total} free</source>
        <translation>可用 {free}，共 {total}</translation>
    </message>
    <message>
        <source>{n_gpu_layers} of {n_layers} layers</source>
        <translation>{n_layers} 层中的 {n_gpu_layers} 层</translation>
    </message>
    <message>
        <source>{rate} GB a second</source>
        <translation>每秒 {rate} GB</translation>
    </message>
    <message>
        <source>{rate} tokens a second</source>
        <translation>每秒 {rate} 词元</translation>
    </message>
</context>
<context>
    <name>DocumentFooter</name>
    <message>
        <source>How far the translation is</source>
        <translation>翻译进度</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop (Esc); what is translated stays</source>
        <translation>停止 (Esc)；已翻译的内容会保留</translation>
    </message>
</context>
<context>
    <name>DocumentHead</name>
    <message>
        <source>Back to the text</source>
        <translation>返回文字翻译</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Save the translated file</source>
        <translation>保存译文文件</translation>
    </message>
    <message>
        <source>Save the translated file (Ctrl+S)</source>
        <translation>保存译文文件 (Ctrl+S)</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文字</translation>
    </message>
</context>
<context>
    <name>DocumentList</name>
    <message>
        <source>A folder…</source>
        <translation>文件夹…</translation>
    </message>
    <message>
        <source>Add documents</source>
        <translation>添加文档</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>Files…</source>
        <translation>文件…</translation>
    </message>
    <message>
        <source>Take off the list</source>
        <translation>从列表中去掉</translation>
    </message>
    <message>
        <source>Text from the clipboard</source>
        <translation>剪贴板中的文字</translation>
    </message>
</context>
<context>
    <name>DocumentPane</name>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>How the file shows the translation</source>
        <translation>文件如何显示译文</translation>
    </message>
    <message>
        <source>The document is being opened.</source>
        <translation>正在打开文档。</translation>
    </message>
    <message>
        <source>Translate</source>
        <translation>翻译</translation>
    </message>
    <message>
        <source>Translate anew</source>
        <translation>重新翻译</translation>
    </message>
    <message>
        <source>Translate {count} documents</source>
        <translation>翻译 {count} 个文档</translation>
    </message>
</context>
<context>
    <name>DocumentRows</name>
    <message>
        <source>1 page</source>
        <translation>1 页</translation>
    </message>
    <message>
        <source>needs its password</source>
        <translation>需要密码</translation>
    </message>
    <message>
        <source>reading</source>
        <translation>正在读取</translation>
    </message>
    <message>
        <source>reading {done} of {total}</source>
        <translation>正在读取 {done}/{total}</translation>
    </message>
    <message>
        <source>waits to be read</source>
        <translation>等待读取</translation>
    </message>
    <message>
        <source>{count} pages</source>
        <translation>{count} 页</translation>
    </message>
    <message>
        <source>{count} words</source>
        <translation>{count} 字</translation>
    </message>
</context>
<context>
    <name>DocumentSaving</name>
    <message>
        <source>Read it again</source>
        <translation>重新读取</translation>
    </message>
    <message>
        <source>Replace the original</source>
        <translation>替换原文件</translation>
    </message>
    <message>
        <source>Save elsewhere…</source>
        <translation>保存到别处…</translation>
    </message>
    <message>
        <source>{file} is the original. Replaced, it is gone; another name keeps both.</source>
        <translation>{file} 是原文件。替换后原文件将不复存在；换一个名称可两者都保留。</translation>
    </message>
    <message>
        <source>{file} was changed since it was opened. Read again, what is the same in it keeps its translation.</source>
        <translation>{file} 在打开之后被修改过。重新读取后，没有变化的内容会保留译文。</translation>
    </message>
</context>
<context>
    <name>DocumentWords</name>
    <message>
        <source>1 part not read</source>
        <translation>1 个部分未读取</translation>
    </message>
    <message>
        <source>Changes are marked in it: insertions were read, deletions were not.</source>
        <translation>文件中有修订标记：插入的内容已读取，删除的内容未读取。</translation>
    </message>
    <message>
        <source>It holds macros. They were not run.</source>
        <translation>文件包含宏，未运行这些宏。</translation>
    </message>
    <message>
        <source>Not read from here on: {places}. The document is too large.</source>
        <translation>从此处起未读取：{places}。文档太大。</translation>
    </message>
    <message>
        <source>Not read: {places}. Attach it as a file of its own.</source>
        <translation>未读取：{places}。请将它作为单独的文件附加。</translation>
    </message>
    <message>
        <source>Not read: {places}. It is a picture of text, and no program that reads pictures is installed.</source>
        <translation>未读取：{places}。这是文字的图片，而没有安装识别图片的程序。</translation>
    </message>
    <message>
        <source>Not read: {places}. It is locked with a password.</source>
        <translation>未读取：{places}。此处受密码保护。</translation>
    </message>
    <message>
        <source>Not read: {places}. The file is damaged there.</source>
        <translation>未读取：{places}。文件在此处已损坏。</translation>
    </message>
    <message>
        <source>Page {number} of {count}</source>
        <translation>第 {number} 页，共 {count} 页</translation>
    </message>
    <message>
        <source>The file does not say how its letters are written; some may be wrong.</source>
        <translation>文件没有说明其文字编码，有些文字可能有误。</translation>
    </message>
    <message>
        <source>The name ends in {suffix}, but it is another kind.</source>
        <translation>文件名以 {suffix} 结尾，但实际是另一种类型。</translation>
    </message>
    <message>
        <source>The table {label} has {n_rows} rows; its columns are described instead.</source>
        <translation>表格 {label} 有 {n_rows} 行，因此改为描述它的各列。</translation>
    </message>
    <message>
        <source>The text of {n_pages} pages was read from pictures and may have errors.</source>
        <translation>有 {n_pages} 页的文字是从图片中识别的，可能有错误。</translation>
    </message>
    <message>
        <source>a part</source>
        <translation>一个部分</translation>
    </message>
    <message>
        <source>page {number}</source>
        <translation>第 {number} 页</translation>
    </message>
    <message>
        <source>see the note</source>
        <translation>请看说明</translation>
    </message>
    <message>
        <source>{count} more</source>
        <translation>另外 {count} 处</translation>
    </message>
    <message>
        <source>{count} parts not read</source>
        <translation>{count} 个部分未读取</translation>
    </message>
    <message>
        <source>{n_parts} hidden parts were left out.</source>
        <translation>有 {n_parts} 个隐藏部分未读取。</translation>
    </message>
    <message>
        <source>{n_texts} texts stay as they are: formulas or tables know them by these names.</source>
        <translation>有 {n_texts} 处文字保持原样：公式或表格用这些名称引用它们。</translation>
    </message>
    <message>
        <source>{n_texts} texts stay as they are: their tags stand among the marks of a quotation.</source>
        <translation>有 {n_texts} 处文字保持原样：它们的标签夹在引文的标记之间。</translation>
    </message>
</context>
<context>
    <name>DoubtWords</name>
    <message>
        <source>Either this or its passage has a “not”.</source>
        <translation>这句话与它的出处段落，有一方带有否定。</translation>
    </message>
    <message>
        <source>No passage says this.</source>
        <translation>没有段落这样说。</translation>
    </message>
    <message>
        <source>The date {text} is not in the document.</source>
        <translation>文档中没有日期 {text}。</translation>
    </message>
    <message>
        <source>The name {text} is not in the document.</source>
        <translation>文档中没有名称 {text}。</translation>
    </message>
    <message>
        <source>The number {text} is not in the document.</source>
        <translation>文档中没有数字 {text}。</translation>
    </message>
    <message>
        <source>The number {text} stands elsewhere in the document.</source>
        <translation>数字 {text} 在文档的其他位置。</translation>
    </message>
    <message>
        <source>The passage has it the other way round.</source>
        <translation>出处段落说的正好相反。</translation>
    </message>
    <message>
        <source>“{text}” does not stand in the document.</source>
        <translation>文档中没有“{text}”。</translation>
    </message>
</context>
<context>
    <name>Downloads</name>
    <message>
        <source>Cancel and delete what has arrived</source>
        <translation>取消并删除已下载的内容</translation>
    </message>
    <message>
        <source>Everything has arrived. Checking that it is whole…</source>
        <translation>已全部收到。正在检查是否完整…</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>It did not work.</source>
        <translation>没有成功。</translation>
    </message>
    <message>
        <source>It is here.</source>
        <translation>已下载。</translation>
    </message>
    <message>
        <source>On the way to this computer</source>
        <translation>正在下载到这台电脑</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Paused, {amount}</source>
        <translation>已暂停，{amount}</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Waits for its turn</source>
        <translation>等待轮到它</translation>
    </message>
    <message>
        <source>Waits for the network, and goes on by itself. {amount}</source>
        <translation>等待网络，之后自动继续。{amount}</translation>
    </message>
    <message>
        <source>{done} of {size}</source>
        <translation>{done}，共 {size}</translation>
    </message>
    <message>
        <source>{name} is here and can be used.</source>
        <translation>{name} 已下载，可以使用了。</translation>
    </message>
    <message>
        <source>{name} is here and finds passages from now on.</source>
        <translation>{name} 已下载，今后用它查找段落。</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent} %</translation>
    </message>
    <message>
        <source>{speed} MB/s</source>
        <translation>{speed} MB/秒</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>剩余 {time}</translation>
    </message>
</context>
<context>
    <name>Duration</name>
    <message>
        <source>1 hour</source>
        <translation>1 小时</translation>
    </message>
    <message>
        <source>1 minute</source>
        <translation>1 分钟</translation>
    </message>
    <message>
        <source>{count} hours</source>
        <translation>{count} 小时</translation>
    </message>
    <message>
        <source>{count} minutes</source>
        <translation>{count} 分钟</translation>
    </message>
    <message>
        <source>{count} seconds</source>
        <translation>{count} 秒</translation>
    </message>
</context>
<context>
    <name>EmptyChat</name>
    <message>
        <source>Explain compound interest to a fifteen-year-old</source>
        <translation>向十五岁的孩子解释什么是复利</translation>
    </message>
    <message>
        <source>List what to pack for three days of hiking in the rain</source>
        <translation>列出雨天徒步三天要带的东西</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>Put this into the message field</source>
        <translation>放入消息输入框</translation>
    </message>
    <message>
        <source>What shall we work on?</source>
        <translation>今天我们做点什么？</translation>
    </message>
    <message>
        <source>Write a short, friendly reply that moves a meeting to Thursday</source>
        <translation>写一段简短友好的回复，把会议改到周四</translation>
    </message>
</context>
<context>
    <name>EmptySummary</name>
    <message>
        <source>Choose a folder…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>Choose files…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Drop documents here</source>
        <translation>将文档拖放到这里</translation>
    </message>
    <message>
        <source>Nothing to summarize yet</source>
        <translation>还没有要生成摘要的文档</translation>
    </message>
    <message>
        <source>PDF, Word, OpenDocument, EPUB, web pages, mails, slides, tables, subtitles, Markdown, text and code.</source>
        <translation>PDF、Word、OpenDocument、EPUB、网页、邮件、幻灯片、表格、字幕、Markdown、文本和代码。</translation>
    </message>
    <message>
        <source>Paste text</source>
        <translation>粘贴文字</translation>
    </message>
    <message>
        <source>They are read from the first page to the last, however long they are. Every sentence of the summary leads to the passage that it comes from, and what the document does not say is marked.</source>
        <translation>无论多长，文档都会从第一页读到最后一页。摘要的每个句子都能链接到它的出处段落，文档中没有的内容会标出。</translation>
    </message>
</context>
<context>
    <name>EmptyWriting</name>
    <message>
        <source>A letter, a report, a page of notes. The model corrects, rewrites and drafts, and shows every change before it is made. What you write is kept while you write it.</source>
        <translation>信函、报告或一页笔记。模型可以更正、改写和起草，并在作出每处更改之前先让你看到。你写的内容会随时保留。</translation>
    </message>
    <message>
        <source>Compose…</source>
        <translation>起草…</translation>
    </message>
    <message>
        <source>New text</source>
        <translation>新文稿</translation>
    </message>
    <message>
        <source>Nothing is written yet</source>
        <translation>还没有写任何内容</translation>
    </message>
    <message>
        <source>Open a document…</source>
        <translation>打开文档…</translation>
    </message>
    <message>
        <source>Word, OpenDocument, Markdown, web pages and text can be opened.</source>
        <translation>可以打开 Word、OpenDocument、Markdown、网页和文本。</translation>
    </message>
    <message>
        <source>Write with a second pair of eyes</source>
        <translation>写作时多一双眼睛</translation>
    </message>
</context>
<context>
    <name>ErrorText</name>
    <message>
        <source>A newer version of this program may know it.</source>
        <translation>更新版本的程序也许支持它。</translation>
    </message>
    <message>
        <source>A part of this model is missing: {file}.</source>
        <translation>缺少该模型的一部分：{file}。</translation>
    </message>
    <message>
        <source>Accept its conditions at {address}, then try again. Some publishers decide on each request.</source>
        <translation>请在 {address} 接受其条款，然后重试。有些发布者会逐一审批申请。</translation>
    </message>
    <message>
        <source>Accept them with your account at {address}, then put your access token into the settings.</source>
        <translation>请用你的账号在 {address} 接受条款，然后将访问令牌填入设置。</translation>
    </message>
    <message>
        <source>Add it again, or choose another model for this chat. Nothing was sent.</source>
        <translation>请重新添加它，或为这个对话选择其他模型。没有发送任何内容。</translation>
    </message>
    <message>
        <source>Allow it to fetch models in the settings, under Downloads.</source>
        <translation>请在设置的“下载”中允许它获取模型。</translation>
    </message>
    <message>
        <source>Allow writing there, or choose another data folder in the settings.</source>
        <translation>请允许写入该文件夹，或在设置中选择其他数据文件夹。</translation>
    </message>
    <message>
        <source>An address looks like https://example.org. See the settings, under Downloads.</source>
        <translation>地址的形式如 https://example.org。请查看设置中的“下载”。</translation>
    </message>
    <message>
        <source>Backups are in the folder beside it. Nothing was changed.</source>
        <translation>备份在旁边的文件夹中。没有作任何更改。</translation>
    </message>
    <message>
        <source>Check the address and your network.</source>
        <translation>请检查地址和你的网络。</translation>
    </message>
    <message>
        <source>Check the address: it must be a server with the OpenAI protocol.</source>
        <translation>请检查地址：它必须是采用 OpenAI 协议的服务器。</translation>
    </message>
    <message>
        <source>Check the key of this server in its settings.</source>
        <translation>请在设置中检查这台服务器的密钥。</translation>
    </message>
    <message>
        <source>Check your network, and whether the server is on.</source>
        <translation>请检查你的网络，以及服务器是否已开启。</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>选择模型</translation>
    </message>
    <message>
        <source>Choose an empty folder.</source>
        <translation>请选择空文件夹。</translation>
    </message>
    <message>
        <source>Choose another data folder in the settings. This one is {path}.</source>
        <translation>请在设置中选择其他数据文件夹。当前的是 {path}。</translation>
    </message>
    <message>
        <source>Choose another file.</source>
        <translation>请选择其他文件。</translation>
    </message>
    <message>
        <source>Choose another folder or another name.</source>
        <translation>请选择其他文件夹或其他名称。</translation>
    </message>
    <message>
        <source>Choose one of them: {models}</source>
        <translation>请选择其中一个：{models}</translation>
    </message>
    <message>
        <source>Choose one that it has.</source>
        <translation>请选择它拥有的模型。</translation>
    </message>
    <message>
        <source>Choose one to get an answer.</source>
        <translation>选择一个模型才能得到回答。</translation>
    </message>
    <message>
        <source>Close it and start it again; install it again if this stays so.</source>
        <translation>请关闭后重新启动；如果一直如此，请重新安装。</translation>
    </message>
    <message>
        <source>Close it there, or choose another name.</source>
        <translation>请在那里将它关闭，或选择其他名称。</translation>
    </message>
    <message>
        <source>Close other programs, choose a smaller model or a smaller context.</source>
        <translation>请关闭其他程序，或选择更小的模型或更小的上下文。</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>复制报告</translation>
    </message>
    <message>
        <source>Desktop LLM is already running with the same chats.</source>
        <translation>Desktop LLM 已在运行，并打开了同样的对话。</translation>
    </message>
    <message>
        <source>Desktop LLM was started as root, in the home of somebody else.</source>
        <translation>Desktop LLM 以 root 身份启动，而数据文件夹属于另一位用户。</translation>
    </message>
    <message>
        <source>Get the file again.</source>
        <translation>请重新获取该文件。</translation>
    </message>
    <message>
        <source>Give it another name first.</source>
        <translation>请先给它换一个名称。</translation>
    </message>
    <message>
        <source>If you use an access token, let it read such models on the website of your account, or make a new one.</source>
        <translation>如果你使用访问令牌，请在账号网站上允许它读取此类模型，或新建一个令牌。</translation>
    </message>
    <message>
        <source>In a hotel or a guest network, sign in there first. Else see the address in the settings.</source>
        <translation>在酒店或访客网络中，请先登录该网络。否则请检查设置中的地址。</translation>
    </message>
    <message>
        <source>Install the newer version to open them. Nothing was changed.</source>
        <translation>请安装更新的版本来打开它们。没有作任何更改。</translation>
    </message>
    <message>
        <source>Install the program again if this stays so.</source>
        <translation>如果一直如此，请重新安装程序。</translation>
    </message>
    <message>
        <source>It is used for questions about documents. Choose another model for the chat.</source>
        <translation>它用于针对文档的提问。请为对话选择其他模型。</translation>
    </message>
    <message>
        <source>It looks like https://gpu-box.example/v1, without a name or key in it.</source>
        <translation>地址的形式如 https://gpu-box.example/v1，其中不含名称或密钥。</translation>
    </message>
    <message>
        <source>It may be busy. What was written so far is kept.</source>
        <translation>它可能正忙。已写的内容会保留。</translation>
    </message>
    <message>
        <source>It may be in use. Close what uses it and try again. Reason: {reason}</source>
        <translation>它可能正在使用。请关闭使用它的程序后重试。原因：{reason}</translation>
    </message>
    <message>
        <source>It was damaged or changed on its way. Get it again.</source>
        <translation>它在传输途中损坏或被更改了。请重新获取。</translation>
    </message>
    <message>
        <source>It was deleted for good.</source>
        <translation>它已被永久删除。</translation>
    </message>
    <message>
        <source>It was moved or deleted. It used to be at {path}.</source>
        <translation>它被移动或删除了。原来的位置是 {path}。</translation>
    </message>
    <message>
        <source>It was removed or renamed, or it is private.</source>
        <translation>它被移除或改名了，或者是私有的。</translation>
    </message>
    <message>
        <source>Its certificate is not trusted here, or it has none: then its address begins with http, and others can read along.</source>
        <translation>它的证书在这里不受信任，或者它没有证书：若是后者，地址以 http 开头，他人可以读到内容。</translation>
    </message>
    <message>
        <source>Loading was cancelled.</source>
        <translation>已取消加载。</translation>
    </message>
    <message>
        <source>Look at the model again to get the file as it is now.</source>
        <translation>请重新查看该模型，以获取现在的文件。</translation>
    </message>
    <message>
        <source>Make a new one on the website of your account and put it into the settings.</source>
        <translation>请在账号网站上新建一个令牌，并将它填入设置。</translation>
    </message>
    <message>
        <source>Make some room, then go on. What has arrived is kept; half a gigabyte stays free for your chats.</source>
        <translation>请腾出一些空间，然后继续。已下载的内容会保留；会为你的对话留出半个 GB。</translation>
    </message>
    <message>
        <source>Make some room, then try again.</source>
        <translation>请腾出一些空间，然后重试。</translation>
    </message>
    <message>
        <source>Many USB sticks end at 4 GB a file. Choose a smaller model, or another data folder.</source>
        <translation>许多 U 盘的单个文件上限是 4 GB。请选择更小的模型，或其他数据文件夹。</translation>
    </message>
    <message>
        <source>Model files are in the GGUF format; their names end in .gguf.</source>
        <translation>模型文件采用 GGUF 格式，文件名以 .gguf 结尾。</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>No model is loaded.</source>
        <translation>没有加载模型。</translation>
    </message>
    <message>
        <source>No server answers at {host}.</source>
        <translation>{host} 没有服务器应答。</translation>
    </message>
    <message>
        <source>Nobody says how {file} must look, so it was not downloaded.</source>
        <translation>没有关于 {file} 应有内容的信息，因此没有下载。</translation>
    </message>
    <message>
        <source>Nothing can be saved in the folder {path}.</source>
        <translation>无法在文件夹 {path} 中保存任何内容。</translation>
    </message>
    <message>
        <source>Nothing can be saved: the path of the data folder is too long.</source>
        <translation>无法保存任何内容：数据文件夹的路径太长。</translation>
    </message>
    <message>
        <source>Nothing was sent. Leave it out, or choose another model.</source>
        <translation>没有发送任何内容。请去掉这项要求，或选择其他模型。</translation>
    </message>
    <message>
        <source>Nothing was sent. Look where it goes, then send it again.</source>
        <translation>没有发送任何内容。请看清发送目的地，然后重新发送。</translation>
    </message>
    <message>
        <source>Open another file…</source>
        <translation>打开其他文件…</translation>
    </message>
    <message>
        <source>Open it in the program that it came from and save it again.</source>
        <translation>请用创建它的程序打开，然后重新保存。</translation>
    </message>
    <message>
        <source>Open it in the program that it came from and save it again. Reason: {reason}</source>
        <translation>请用创建它的程序打开，然后重新保存。原因：{reason}</translation>
    </message>
    <message>
        <source>Open it in the program that it came from and save it without the password.</source>
        <translation>请用创建它的程序打开，然后不带密码保存。</translation>
    </message>
    <message>
        <source>Open settings</source>
        <translation>打开设置</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Put all parts of the model into one folder and open the first.</source>
        <translation>把模型的所有部分放到同一个文件夹中，然后打开第一个。</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Reading it takes more than {limit_bytes} of memory. Try a part of it.</source>
        <translation>读取它需要超过 {limit_bytes} 的内存。请试试其中的一部分。</translation>
    </message>
    <message>
        <source>Reading {file} took too long and was stopped.</source>
        <translation>读取 {file} 用时过长，已停止。</translation>
    </message>
    <message>
        <source>Reading {file} was stopped.</source>
        <translation>已停止读取 {file}。</translation>
    </message>
    <message>
        <source>Reason: {reason}</source>
        <translation>原因：{reason}</translation>
    </message>
    <message>
        <source>Save it as PDF, Word or text, and try that file.</source>
        <translation>请另存为 PDF、Word 或文本，再试该文件。</translation>
    </message>
    <message>
        <source>See the proxy&apos;s address, name and password in the settings, under Downloads.</source>
        <translation>请在设置的“下载”中检查代理的地址、名称和密码。</translation>
    </message>
    <message>
        <source>See whether its disk is connected. Reason: {reason}</source>
        <translation>请检查它所在的磁盘是否已连接。原因：{reason}</translation>
    </message>
    <message>
        <source>See whether this computer is on the internet. What is already here works without it.</source>
        <translation>请检查这台电脑是否已连接互联网。已有的内容无需联网即可使用。</translation>
    </message>
    <message>
        <source>See whether this computer&apos;s date is right. A company&apos;s own certificate must be known to the system.</source>
        <translation>请检查这台电脑的日期是否正确。公司自己的证书必须为系统所知。</translation>
    </message>
    <message>
        <source>Servers…</source>
        <translation>服务器…</translation>
    </message>
    <message>
        <source>Shorten the message, or begin a new chat. The server says: {reason}</source>
        <translation>请缩短消息，或开始新对话。服务器的说明：{reason}</translation>
    </message>
    <message>
        <source>Shorten the message, or set a larger context in the settings.</source>
        <translation>请缩短消息，或在设置中增大上下文。</translation>
    </message>
    <message>
        <source>Something went wrong in this program, and it is our fault.</source>
        <translation>本程序出了问题，这是我们的错。</translation>
    </message>
    <message>
        <source>Something went wrong on {host}.</source>
        <translation>{host} 上出了问题。</translation>
    </message>
    <message>
        <source>Start it there, or check its address.</source>
        <translation>请在那里启动服务器，或检查地址。</translation>
    </message>
    <message>
        <source>Start it without sudo. What root saves in {path}, the one whose chats these are could not change later.</source>
        <translation>请不要用 sudo 启动。root 保存在 {path} 中的内容，这些对话的主人以后将无法更改。</translation>
    </message>
    <message>
        <source>Text files in UTF-8 or UTF-16 can be attached.</source>
        <translation>可以附加 UTF-8 或 UTF-16 编码的文本文件。</translation>
    </message>
    <message>
        <source>That is known only of models that this program downloaded.</source>
        <translation>只有本程序下载的模型才能检查。</translation>
    </message>
    <message>
        <source>That password does not open {file}.</source>
        <translation>该密码无法打开 {file}。</translation>
    </message>
    <message>
        <source>The connection may be slow, or the place busy. Try again a little later.</source>
        <translation>可能是连接缓慢或网站繁忙。请稍后重试。</translation>
    </message>
    <message>
        <source>The connection to {address} is not safe, so nothing was sent.</source>
        <translation>到 {address} 的连接不安全，因此没有发送任何内容。</translation>
    </message>
    <message>
        <source>The connection to {host} broke off.</source>
        <translation>到 {host} 的连接中断了。</translation>
    </message>
    <message>
        <source>The copy that was sent is not the one that was published. Try again later, or another file.</source>
        <translation>收到的副本与发布的不一致。请稍后重试，或换一个文件。</translation>
    </message>
    <message>
        <source>The disk is full, and this could not be saved.</source>
        <translation>磁盘已满，无法保存这项内容。</translation>
    </message>
    <message>
        <source>The disk with your data folder cannot hold a file this large.</source>
        <translation>数据文件夹所在的磁盘放不下这么大的文件。</translation>
    </message>
    <message>
        <source>The download was probably cut short. Get the file again.</source>
        <translation>下载可能中断了。请重新获取该文件。</translation>
    </message>
    <message>
        <source>The encrypted connection to {host} could not be made.</source>
        <translation>无法建立到 {host} 的加密连接。</translation>
    </message>
    <message>
        <source>The file has a name that is not safe on this computer: {path}.</source>
        <translation>该文件的名称在这台电脑上不安全：{path}。</translation>
    </message>
    <message>
        <source>The file with your chats is damaged.</source>
        <translation>保存对话的文件已损坏。</translation>
    </message>
    <message>
        <source>The file&apos;s chat template is faulty. Another file of this model may be better.</source>
        <translation>文件中的对话模板有错误。该模型的其他文件也许更好。</translation>
    </message>
    <message>
        <source>The folder {path} cannot be used.</source>
        <translation>无法使用文件夹 {path}。</translation>
    </message>
    <message>
        <source>The form that was asked of the answer is not a valid one.</source>
        <translation>要求的回答格式无效。</translation>
    </message>
    <message>
        <source>The model cannot do what was asked.</source>
        <translation>模型无法完成所要求的操作。</translation>
    </message>
    <message>
        <source>The model file {file} could not be deleted.</source>
        <translation>无法删除模型文件 {file}。</translation>
    </message>
    <message>
        <source>The model file {file} is damaged.</source>
        <translation>模型文件 {file} 已损坏。</translation>
    </message>
    <message>
        <source>The model file {file} is no longer there.</source>
        <translation>模型文件 {file} 已经不在了。</translation>
    </message>
    <message>
        <source>The model file {file} is not the one that was published.</source>
        <translation>模型文件 {file} 与发布的文件不一致。</translation>
    </message>
    <message>
        <source>The model stopped in the middle of its work.</source>
        <translation>模型在工作途中停止了。</translation>
    </message>
    <message>
        <source>The model stopped unexpectedly and was started again.</source>
        <translation>模型意外停止，已重新启动。</translation>
    </message>
    <message>
        <source>The model {file} could not be loaded.</source>
        <translation>无法加载模型 {file}。</translation>
    </message>
    <message>
        <source>The name of {file}, or of a folder that it is in, has letters that cannot be read.</source>
        <translation>{file} 或其所在文件夹的名称含有无法识别的字符。</translation>
    </message>
    <message>
        <source>The old file is kept at {backup_path}.</source>
        <translation>旧文件保留在 {backup_path}。</translation>
    </message>
    <message>
        <source>The part of the program that runs the model does not start.</source>
        <translation>程序中运行模型的部分无法启动。</translation>
    </message>
    <message>
        <source>The place where models are fetched from cannot be reached.</source>
        <translation>无法连接获取模型的网站。</translation>
    </message>
    <message>
        <source>The place where models are fetched from has trouble of its own.</source>
        <translation>获取模型的网站自身出了问题。</translation>
    </message>
    <message>
        <source>The program is set to stay offline.</source>
        <translation>程序已设为保持离线。</translation>
    </message>
    <message>
        <source>The program was ending, and this came too late to be saved.</source>
        <translation>程序正在结束，这项内容来不及保存。</translation>
    </message>
    <message>
        <source>The proxy between this computer and the internet does not let the program through.</source>
        <translation>这台电脑与互联网之间的代理不让本程序通过。</translation>
    </message>
    <message>
        <source>The server of this chat is no longer in your list.</source>
        <translation>这个对话的服务器已不在你的列表中。</translation>
    </message>
    <message>
        <source>The server says: {reason}</source>
        <translation>服务器的说明：{reason}</translation>
    </message>
    <message>
        <source>The settings could not be read, so the usual ones are in use.</source>
        <translation>无法读取设置，因此使用默认设置。</translation>
    </message>
    <message>
        <source>There are chats of Desktop LLM in the folder {path} already.</source>
        <translation>文件夹 {path} 中已有 Desktop LLM 的对话。</translation>
    </message>
    <message>
        <source>There is no computer named {host} in reach.</source>
        <translation>找不到名为 {host} 的电脑。</translation>
    </message>
    <message>
        <source>There is no model named {name} in your list.</source>
        <translation>列表中没有名为 {name} 的模型。</translation>
    </message>
    <message>
        <source>There is no text in {file}.</source>
        <translation>{file} 中没有文字。</translation>
    </message>
    <message>
        <source>There is not enough room on the disk: {needed_bytes} are needed, {free_bytes} are free.</source>
        <translation>磁盘空间不足：需要 {needed_bytes}，可用 {free_bytes}。</translation>
    </message>
    <message>
        <source>There is nothing to answer yet.</source>
        <translation>还没有可以回答的内容。</translation>
    </message>
    <message>
        <source>There were too many requests from here, and a pause was asked for.</source>
        <translation>从这里发出的请求过多，对方要求暂停。</translation>
    </message>
    <message>
        <source>These kinds can: docx, odt, pptx, xlsx, epub, html, md, txt, srt, vtt, po, xliff.</source>
        <translation>可以翻译的类型有：docx、odt、pptx、xlsx、epub、html、md、txt、srt、vtt、po、xliff。</translation>
    </message>
    <message>
        <source>They are as they were, and the version before this one opens them.</source>
        <translation>它们保持原样，可以用之前的版本打开。</translation>
    </message>
    <message>
        <source>This chat got another model while the message was on its way.</source>
        <translation>消息发送途中，这个对话换了模型。</translation>
    </message>
    <message>
        <source>This chat no longer exists.</source>
        <translation>这个对话已经不存在了。</translation>
    </message>
    <message>
        <source>This is not the address of a server.</source>
        <translation>这不是服务器地址。</translation>
    </message>
    <message>
        <source>This is too long for the model on {host}.</source>
        <translation>内容对 {host} 上的模型来说太长。</translation>
    </message>
    <message>
        <source>This is too long for the model: {prompt_tokens} tokens, and it can hold {context_tokens}.</source>
        <translation>内容对模型来说太长：有 {prompt_tokens} 词元，而它只能容纳 {context_tokens}。</translation>
    </message>
    <message>
        <source>This model needs {needed_bytes} of memory, and {free_bytes} are free.</source>
        <translation>该模型需要 {needed_bytes} 内存，可用的有 {free_bytes}。</translation>
    </message>
    <message>
        <source>This model&apos;s own way of writing a conversation does not work.</source>
        <translation>该模型自带的对话格式无法使用。</translation>
    </message>
    <message>
        <source>This text no longer exists.</source>
        <translation>这篇文稿已经不存在了。</translation>
    </message>
    <message>
        <source>Try a part of it.</source>
        <translation>请试试其中的一部分。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Try again a little later. It answered with status {status}.</source>
        <translation>请稍后重试。它返回的状态码是 {status}。</translation>
    </message>
    <message>
        <source>Try again in {wait_s} seconds.</source>
        <translation>请在 {wait_s} 秒后重试。</translation>
    </message>
    <message>
        <source>Try again when it is saved.</source>
        <translation>请在它保存之后重试。</translation>
    </message>
    <message>
        <source>Try it again, or choose another model.</source>
        <translation>请重试，或选择其他模型。</translation>
    </message>
    <message>
        <source>Two versions of this program are mixed.</source>
        <translation>混用了本程序的两个版本。</translation>
    </message>
    <message>
        <source>Type it again.</source>
        <translation>请重新输入。</translation>
    </message>
    <message>
        <source>Type its password to open it.</source>
        <translation>请输入密码来打开它。</translation>
    </message>
    <message>
        <source>Use the window that is open, or close it first.</source>
        <translation>请使用已打开的窗口，或先将它关闭。</translation>
    </message>
    <message>
        <source>Wait a moment, then try again.</source>
        <translation>请稍候，然后重试。</translation>
    </message>
    <message>
        <source>What came back is not an answer that the program understands.</source>
        <translation>返回的内容不是程序能够理解的应答。</translation>
    </message>
    <message>
        <source>What was saved before is there at the next start.</source>
        <translation>此前保存的内容在下次启动时仍在。</translation>
    </message>
    <message>
        <source>What was written so far is kept.</source>
        <translation>已写的内容会保留。</translation>
    </message>
    <message>
        <source>What was written so far is kept. The server says: {reason}</source>
        <translation>已写的内容会保留。服务器的说明：{reason}</translation>
    </message>
    <message>
        <source>What {host} answers cannot be understood.</source>
        <translation>无法理解 {host} 的应答。</translation>
    </message>
    <message>
        <source>Whether {name} is whole cannot be checked.</source>
        <translation>无法检查 {name} 是否完整。</translation>
    </message>
    <message>
        <source>Whoever publishes {name} asks you to accept conditions first.</source>
        <translation>{name} 的发布者要求你先接受条款。</translation>
    </message>
    <message>
        <source>Without a published checksum, damage could not be noticed. Choose another file.</source>
        <translation>没有公布的校验和，就无法发现损坏。请选择其他文件。</translation>
    </message>
    <message>
        <source>Write a message first.</source>
        <translation>请先写一条消息。</translation>
    </message>
    <message>
        <source>You may not fetch {name}.</source>
        <translation>你没有获取 {name} 的权限。</translation>
    </message>
    <message>
        <source>Your access token was not accepted.</source>
        <translation>你的访问令牌未被接受。</translation>
    </message>
    <message>
        <source>Your account has not been given {name} yet.</source>
        <translation>你的账号尚未获准使用 {name}。</translation>
    </message>
    <message>
        <source>Your chats are safe. A report helps to mend it.</source>
        <translation>你的对话是安全的。报告有助于修复问题。</translation>
    </message>
    <message>
        <source>Your chats are safe. What was written so far is kept.</source>
        <translation>你的对话是安全的。已写的内容会保留。</translation>
    </message>
    <message>
        <source>Your chats could not be brought up to this version of the program.</source>
        <translation>无法将你的对话升级到本程序的版本。</translation>
    </message>
    <message>
        <source>Your chats were saved by a newer version of this program.</source>
        <translation>你的对话是由更新版本的程序保存的。</translation>
    </message>
    <message>
        <source>Your writing actions could not be read, so there are none for now.</source>
        <translation>无法读取你的写作操作，因此目前没有任何操作。</translation>
    </message>
    <message>
        <source>answer in the form of a grammar</source>
        <translation>按语法规定的格式回答</translation>
    </message>
    <message>
        <source>answer in the form of a schema</source>
        <translation>按模式规定的格式回答</translation>
    </message>
    <message>
        <source>avoid repetitions (repeat penalty)</source>
        <translation>避免重复 (repeat penalty)</translation>
    </message>
    <message>
        <source>avoid repetitions within a number of tokens</source>
        <translation>避免在若干词元内重复</translation>
    </message>
    <message>
        <source>choose among the most likely words only (top-k)</source>
        <translation>只从最可能的词中选择 (top-k)</translation>
    </message>
    <message>
        <source>continue a text without a limit</source>
        <translation>不限长度地续写文字</translation>
    </message>
    <message>
        <source>favour or avoid single tokens</source>
        <translation>偏好或避开个别词元</translation>
    </message>
    <message>
        <source>go on with an answer that was begun</source>
        <translation>接着写已开始的回答</translation>
    </message>
    <message>
        <source>leave out unlikely words (min-p)</source>
        <translation>排除不太可能的词 (min-p)</translation>
    </message>
    <message>
        <source>measure its machine</source>
        <translation>测量它的机器</translation>
    </message>
    <message>
        <source>tell how likely a text is</source>
        <translation>说明一段文字的可能性</translation>
    </message>
    <message>
        <source>tell how likely each word was</source>
        <translation>说明每个词的可能性</translation>
    </message>
    <message>
        <source>tell what a text means</source>
        <translation>说明一段文字的含义</translation>
    </message>
    <message>
        <source>think before it answers</source>
        <translation>在回答之前思考</translation>
    </message>
    <message>
        <source>{address} does not answer.</source>
        <translation>{address} 没有应答。</translation>
    </message>
    <message>
        <source>{address} is not the address of a server.</source>
        <translation>{address} 不是服务器地址。</translation>
    </message>
    <message>
        <source>{count} bytes</source>
        <translation>{count} 字节</translation>
    </message>
    <message>
        <source>{file} arrived damaged twice, so it was not kept.</source>
        <translation>{file} 两次收到时都已损坏，因此没有保留。</translation>
    </message>
    <message>
        <source>{file} cannot be translated in place.</source>
        <translation>{file} 不能在原文件中翻译。</translation>
    </message>
    <message>
        <source>{file} cannot be written: it, or its folder, is read-only.</source>
        <translation>无法写入 {file}：该文件或其文件夹是只读的。</translation>
    </message>
    <message>
        <source>{file} changed while it was being read.</source>
        <translation>{file} 在读取过程中被修改了。</translation>
    </message>
    <message>
        <source>{file} could not be read.</source>
        <translation>无法读取 {file}。</translation>
    </message>
    <message>
        <source>{file} could not be read; something in it is faulty.</source>
        <translation>无法读取 {file}，其中有错误。</translation>
    </message>
    <message>
        <source>{file} could not be saved.</source>
        <translation>无法保存 {file}。</translation>
    </message>
    <message>
        <source>{file} is a kind of file that this program cannot read.</source>
        <translation>本程序无法读取 {file} 这种文件。</translation>
    </message>
    <message>
        <source>{file} is a kind of model that is not supported: {architecture}.</source>
        <translation>不支持 {file} 这种模型：{architecture}。</translation>
    </message>
    <message>
        <source>{file} is damaged and could not be read.</source>
        <translation>{file} 已损坏，无法读取。</translation>
    </message>
    <message>
        <source>{file} is incomplete: {actual_bytes} are there, {expected_bytes} are needed.</source>
        <translation>{file} 不完整：现有 {actual_bytes}，需要 {expected_bytes}。</translation>
    </message>
    <message>
        <source>{file} is locked with a password.</source>
        <translation>{file} 受密码保护。</translation>
    </message>
    <message>
        <source>{file} is not a model file that this program can read.</source>
        <translation>{file} 不是本程序可以读取的模型文件。</translation>
    </message>
    <message>
        <source>{file} is not a text file.</source>
        <translation>{file} 不是文本文件。</translation>
    </message>
    <message>
        <source>{file} is open in another program and cannot be replaced.</source>
        <translation>{file} 已在其他程序中打开，无法替换。</translation>
    </message>
    <message>
        <source>{file} is too large to be read.</source>
        <translation>{file} 太大，无法读取。</translation>
    </message>
    <message>
        <source>{file} writes no answers: it is a model that finds passages in documents.</source>
        <translation>{file} 不能写回答：这是用来在文档中查找段落的模型。</translation>
    </message>
    <message>
        <source>{host} cannot be reached.</source>
        <translation>无法连接 {host}。</translation>
    </message>
    <message>
        <source>{host} cannot do this: {what}.</source>
        <translation>{host} 做不到：{what}。</translation>
    </message>
    <message>
        <source>{host} does not accept the key.</source>
        <translation>{host} 不接受该密钥。</translation>
    </message>
    <message>
        <source>{host} has no model named {model}.</source>
        <translation>{host} 没有名为 {model} 的模型。</translation>
    </message>
    <message>
        <source>{host} has several models, and none is chosen.</source>
        <translation>{host} 有多个模型，但没有选择。</translation>
    </message>
    <message>
        <source>{host} is busy or still starting.</source>
        <translation>{host} 正忙或仍在启动。</translation>
    </message>
    <message>
        <source>{host} refused the request.</source>
        <translation>{host} 拒绝了请求。</translation>
    </message>
    <message>
        <source>{host} said nothing for {timeout_s} seconds.</source>
        <translation>{host} 已有 {timeout_s} 秒没有响应。</translation>
    </message>
    <message>
        <source>{name} came with the program and stays in the list.</source>
        <translation>{name} 是程序自带的，会留在列表中。</translation>
    </message>
    <message>
        <source>{name} was changed where it is published.</source>
        <translation>{name} 在发布处被修改过。</translation>
    </message>
    <message>
        <source>{name} was not found.</source>
        <translation>找不到 {name}。</translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <source>All together</source>
        <translation>全部合并</translation>
    </message>
    <message>
        <source>Assistant</source>
        <translation>助手</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>Focus</source>
        <translation>重点</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>形式</translation>
    </message>
    <message>
        <source>Instructions</source>
        <translation>指令</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>No passage says this.</source>
        <translation>没有段落这样说。</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>已读</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>出处</translation>
    </message>
    <message>
        <source>Summary of {count} documents</source>
        <translation>{count} 个文档的摘要</translation>
    </message>
    <message>
        <source>Summary of {name}</source>
        <translation>{name} 的摘要</translation>
    </message>
    <message>
        <source>Thinking</source>
        <translation>思考</translation>
    </message>
    <message>
        <source>This summary was stopped before it was finished.</source>
        <translation>这份摘要在完成之前被停止。</translation>
    </message>
    <message>
        <source>You</source>
        <translation>你</translation>
    </message>
    <message>
        <source>about {count} words</source>
        <translation>约 {count} 字</translation>
    </message>
    <message>
        <source>page {number}</source>
        <translation>第 {number} 页</translation>
    </message>
    <message>
        <source>word for word from the document</source>
        <translation>摘自文档原文</translation>
    </message>
    <message>
        <source>{percent} % of the text</source>
        <translation>原文的 {percent} %</translation>
    </message>
</context>
<context>
    <name>FailureButtons</name>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
</context>
<context>
    <name>FileChooser</name>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Attach files</source>
        <translation>添加附件</translation>
    </message>
    <message>
        <source>Documents (*.docx *.odt *.md *.html *.htm *.txt)</source>
        <translation>文档 (*.docx *.odt *.md *.html *.htm *.txt)</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>JSON (*.json)</source>
        <translation>JSON (*.json)</translation>
    </message>
    <message>
        <source>Markdown (*.md)</source>
        <translation>Markdown (*.md)</translation>
    </message>
    <message>
        <source>Model files (*.gguf)</source>
        <translation>模型文件 (*.gguf)</translation>
    </message>
    <message>
        <source>Open a document</source>
        <translation>打开文档</translation>
    </message>
    <message>
        <source>Open a model file</source>
        <translation>打开模型文件</translation>
    </message>
    <message>
        <source>OpenDocument text (*.odt)</source>
        <translation>OpenDocument 文本 (*.odt)</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>Save the text</source>
        <translation>保存文稿</translation>
    </message>
    <message>
        <source>Save the translated file</source>
        <translation>保存译文文件</translation>
    </message>
    <message>
        <source>Text (*.txt)</source>
        <translation>文本 (*.txt)</translation>
    </message>
    <message>
        <source>Web page (*.html)</source>
        <translation>网页 (*.html)</translation>
    </message>
    <message>
        <source>Word file (*.docx)</source>
        <translation>Word 文件 (*.docx)</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Close (Esc)</source>
        <translation>关闭 (Esc)</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>Match case</source>
        <translation>区分大小写</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Replace all</source>
        <translation>全部替换</translation>
    </message>
    <message>
        <source>Replace with</source>
        <translation>替换为</translation>
    </message>
    <message>
        <source>The next one (Enter)</source>
        <translation>下一处 (Enter)</translation>
    </message>
    <message>
        <source>The one before (Shift+Enter)</source>
        <translation>上一处 (Shift+Enter)</translation>
    </message>
    <message>
        <source>Whole words</source>
        <translation>全字匹配</translation>
    </message>
    <message>
        <source>{number} of {count}</source>
        <translation>第 {number} 处，共 {count} 处</translation>
    </message>
</context>
<context>
    <name>FirstStart</name>
    <message>
        <source>A file in the GGUF format that is on this computer.</source>
        <translation>这台电脑上 GGUF 格式的文件。</translation>
    </message>
    <message>
        <source>Asking for it…</source>
        <translation>正在查询…</translation>
    </message>
    <message>
        <source>Connect to a server</source>
        <translation>连接到服务器</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>First start</source>
        <translation>首次启动</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Nothing you type or open here is sent anywhere.</source>
        <translation>你在这里输入或打开的任何内容都不会发送到别处。</translation>
    </message>
    <message>
        <source>Open a model file</source>
        <translation>打开模型文件</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>打开…</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Start now</source>
        <translation>立即开始</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Use models found here ({count})</source>
        <translation>使用在这里找到的模型（{count}）</translation>
    </message>
    <message>
        <source>With the small model that is already here. Quick, English, not clever.</source>
        <translation>使用已经自带的小模型。速度快，只会英语，不够聪明。</translation>
    </message>
    <message>
        <source>Write, read and ask, on your own computer</source>
        <translation>在你自己的电脑上写作、阅读和提问</translation>
    </message>
    <message>
        <source>recommended for this computer</source>
        <translation>推荐用于这台电脑</translation>
    </message>
    <message>
        <source>{computer}. {cost}. {licence}.</source>
        <translation>{computer}。{cost}。{licence}。</translation>
    </message>
    <message>
        <source>{memory} GB memory, no graphics card found</source>
        <translation>{memory} GB 内存，未找到显卡</translation>
    </message>
    <message>
        <source>{memory} GB memory, {card}</source>
        <translation>{memory} GB 内存，{card}</translation>
    </message>
    <message>
        <source>{size} to download</source>
        <translation>需下载 {size}</translation>
    </message>
    <message>
        <source>{size} to download, {speed}</source>
        <translation>需下载 {size}，{speed}</translation>
    </message>
</context>
<context>
    <name>FitSentences</name>
    <message>
        <source>Does not fit into the memory of this computer</source>
        <translation>这台电脑的内存放不下</translation>
    </message>
    <message>
        <source>Does not fit: {needed} needed, {free} free</source>
        <translation>放不下：需要 {needed}，可用 {free}</translation>
    </message>
    <message>
        <source>Fits in memory</source>
        <translation>内存放得下</translation>
    </message>
    <message>
        <source>Partly on the graphics card</source>
        <translation>部分在显卡上运行</translation>
    </message>
    <message>
        <source>Runs on the graphics card</source>
        <translation>在显卡上运行</translation>
    </message>
    <message>
        <source>Whether it fits is not known</source>
        <translation>不知道能否放下</translation>
    </message>
    <message>
        <source>about {number} words a second</source>
        <translation>每秒约 {number} 个词</translation>
    </message>
    <message>
        <source>slow: {speed}</source>
        <translation>较慢：{speed}</translation>
    </message>
    <message>
        <source>very slow: about a word a second or less</source>
        <translation>非常慢：每秒约一个词或更慢</translation>
    </message>
    <message>
        <source>{number} words a second</source>
        <translation>每秒 {number} 个词</translation>
    </message>
    <message>
        <source>{place}, {speed}</source>
        <translation>{place}，{speed}</translation>
    </message>
</context>
<context>
    <name>FolderButton</name>
    <message>
        <source>Ask a folder of documents</source>
        <translation>向文档文件夹提问</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>忘记</translation>
    </message>
    <message>
        <source>Go on reading</source>
        <translation>继续读取</translation>
    </message>
    <message>
        <source>Pause reading</source>
        <translation>暂停读取</translation>
    </message>
</context>
<context>
    <name>FolderWords</name>
    <message>
        <source>1 document</source>
        <translation>1 个文档</translation>
    </message>
    <message>
        <source>And {count} more.</source>
        <translation>还有 {count} 个。</translation>
    </message>
    <message>
        <source>Reading this folder is paused. What is new in it since then is not known.</source>
        <translation>已暂停读取此文件夹。不知道此后有哪些新内容。</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>{count} documents</source>
        <translation>{count} 个文档</translation>
    </message>
    <message>
        <source>{count} files are beyond the limit and were not read.</source>
        <translation>有 {count} 个文件超出限额，未读取。</translation>
    </message>
    <message>
        <source>{count} not read</source>
        <translation>{count} 个未读取</translation>
    </message>
</context>
<context>
    <name>FoundModels</name>
    <message>
        <source>Add to the list</source>
        <translation>添加到列表</translation>
    </message>
    <message>
        <source>Found in other programs</source>
        <translation>在其他程序中找到</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>全部显示</translation>
    </message>
    <message>
        <source>Show the file</source>
        <translation>显示文件</translation>
    </message>
    <message>
        <source>They are used where they are; nothing is copied.</source>
        <translation>直接在原处使用，不会复制任何内容。</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>from {program}</source>
        <translation>来自 {program}</translation>
    </message>
    <message>
        <source>{count} more</source>
        <translation>还有 {count} 个</translation>
    </message>
</context>
<context>
    <name>GhostController</name>
    <message>
        <source>The model has nothing to add here.</source>
        <translation>模型没有可以补充的内容。</translation>
    </message>
    <message>
        <source>Write some words first; the model goes on with them.</source>
        <translation>请先写几个字，模型会接着写下去。</translation>
    </message>
</context>
<context>
    <name>Hub</name>
    <message>
        <source>Connected to {host}, signed in as {account}.</source>
        <translation>已连接到 {host}，以 {account} 身份登录。</translation>
    </message>
    <message>
        <source>Connected to {host}.</source>
        <translation>已连接到 {host}。</translation>
    </message>
    <message>
        <source>There is none. Most models need none.</source>
        <translation>没有。大多数模型不需要。</translation>
    </message>
    <message>
        <source>This system has no keyring, so your token is forgotten when the program ends.</source>
        <translation>此系统没有密钥环，程序结束时会忘记你的令牌。</translation>
    </message>
    <message>
        <source>Your token is in a file of the data folder. Only your account can read it; it is not encrypted.</source>
        <translation>你的令牌保存在数据文件夹的一个文件中。只有你的账户能读取它；它没有加密。</translation>
    </message>
    <message>
        <source>Your token is in this system&apos;s keyring.</source>
        <translation>你的令牌保存在系统的密钥环中。</translation>
    </message>
</context>
<context>
    <name>HubSection</name>
    <message>
        <source>Access token</source>
        <translation>访问令牌</translation>
    </message>
    <message>
        <source>Access token, for models whose publisher asks for an account</source>
        <translation>访问令牌，用于发布者要求账号的模型</translation>
    </message>
    <message>
        <source>Another address, or a proxy</source>
        <translation>其他地址或代理</translation>
    </message>
    <message>
        <source>Check the connection</source>
        <translation>检查连接</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>正在检查…</translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Each address has an access token of its own. A proxy&apos;s name and password are saved as typed here.</source>
        <translation>每个地址都有自己的访问令牌。代理的名称和密码会按输入的内容保存在这里。</translation>
    </message>
    <message>
        <source>Fetch from</source>
        <translation>获取来源</translation>
    </message>
    <message>
        <source>Keep it in a file</source>
        <translation>保存在文件中</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Models are looked for and fetched only when you ask for one. No account is needed.</source>
        <translation>只有在你要求时才会查找和获取模型。不需要账号。</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>Remove the token</source>
        <translation>移除令牌</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Stay offline: fetch nothing, ask nobody</source>
        <translation>保持离线：不获取任何内容，不询问任何人</translation>
    </message>
    <message>
        <source>The variable HF_HUB_OFFLINE says so for this start.</source>
        <translation>本次启动由变量 HF_HUB_OFFLINE 决定。</translation>
    </message>
    <message>
        <source>hf_…</source>
        <translation>hf_…</translation>
    </message>
</context>
<context>
    <name>JobLine</name>
    <message>
        <source>Asking the model…</source>
        <translation>正在询问模型…</translation>
    </message>
    <message>
        <source>How far it is</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop (Esc)</source>
        <translation>停止 (Esc)</translation>
    </message>
</context>
<context>
    <name>Label</name>
    <message>
        <source>{label}: {text}</source>
        <translation>{label}：{text}</translation>
    </message>
</context>
<context>
    <name>Languages</name>
    <message>
        <source>Afrikaans</source>
        <translation>南非荷兰语</translation>
    </message>
    <message>
        <source>Albanian</source>
        <translation>阿尔巴尼亚语</translation>
    </message>
    <message>
        <source>Amharic</source>
        <translation>阿姆哈拉语</translation>
    </message>
    <message>
        <source>Arabic</source>
        <translation>阿拉伯语</translation>
    </message>
    <message>
        <source>Aragonese</source>
        <translation>阿拉贡语</translation>
    </message>
    <message>
        <source>Armenian</source>
        <translation>亚美尼亚语</translation>
    </message>
    <message>
        <source>Assamese</source>
        <translation>阿萨姆语</translation>
    </message>
    <message>
        <source>Azerbaijani</source>
        <translation>阿塞拜疆语</translation>
    </message>
    <message>
        <source>Basque</source>
        <translation>巴斯克语</translation>
    </message>
    <message>
        <source>Belarusian</source>
        <translation>白俄罗斯语</translation>
    </message>
    <message>
        <source>Bengali</source>
        <translation>孟加拉语</translation>
    </message>
    <message>
        <source>Bosnian</source>
        <translation>波斯尼亚语</translation>
    </message>
    <message>
        <source>Breton</source>
        <translation>布列塔尼语</translation>
    </message>
    <message>
        <source>Bulgarian</source>
        <translation>保加利亚语</translation>
    </message>
    <message>
        <source>Burmese</source>
        <translation>缅甸语</translation>
    </message>
    <message>
        <source>Catalan</source>
        <translation>加泰罗尼亚语</translation>
    </message>
    <message>
        <source>Chinese</source>
        <translation>中文</translation>
    </message>
    <message>
        <source>Croatian</source>
        <translation>克罗地亚语</translation>
    </message>
    <message>
        <source>Czech</source>
        <translation>捷克语</translation>
    </message>
    <message>
        <source>Danish</source>
        <translation>丹麦语</translation>
    </message>
    <message>
        <source>Dutch</source>
        <translation>荷兰语</translation>
    </message>
    <message>
        <source>Dzongkha</source>
        <translation>宗卡语</translation>
    </message>
    <message>
        <source>English</source>
        <translation>英语</translation>
    </message>
    <message>
        <source>Esperanto</source>
        <translation>世界语</translation>
    </message>
    <message>
        <source>Estonian</source>
        <translation>爱沙尼亚语</translation>
    </message>
    <message>
        <source>Faroese</source>
        <translation>法罗语</translation>
    </message>
    <message>
        <source>Finnish</source>
        <translation>芬兰语</translation>
    </message>
    <message>
        <source>French</source>
        <translation>法语</translation>
    </message>
    <message>
        <source>Galician</source>
        <translation>加利西亚语</translation>
    </message>
    <message>
        <source>Georgian</source>
        <translation>格鲁吉亚语</translation>
    </message>
    <message>
        <source>German</source>
        <translation>德语</translation>
    </message>
    <message>
        <source>Greek</source>
        <translation>希腊语</translation>
    </message>
    <message>
        <source>Gujarati</source>
        <translation>古吉拉特语</translation>
    </message>
    <message>
        <source>Haitian Creole</source>
        <translation>海地克里奥尔语</translation>
    </message>
    <message>
        <source>Hebrew</source>
        <translation>希伯来语</translation>
    </message>
    <message>
        <source>Hindi</source>
        <translation>印地语</translation>
    </message>
    <message>
        <source>Hungarian</source>
        <translation>匈牙利语</translation>
    </message>
    <message>
        <source>Icelandic</source>
        <translation>冰岛语</translation>
    </message>
    <message>
        <source>Indonesian</source>
        <translation>印度尼西亚语</translation>
    </message>
    <message>
        <source>Irish</source>
        <translation>爱尔兰语</translation>
    </message>
    <message>
        <source>Italian</source>
        <translation>意大利语</translation>
    </message>
    <message>
        <source>Japanese</source>
        <translation>日语</translation>
    </message>
    <message>
        <source>Javanese</source>
        <translation>爪哇语</translation>
    </message>
    <message>
        <source>Kannada</source>
        <translation>卡纳达语</translation>
    </message>
    <message>
        <source>Kazakh</source>
        <translation>哈萨克语</translation>
    </message>
    <message>
        <source>Khmer</source>
        <translation>高棉语</translation>
    </message>
    <message>
        <source>Kinyarwanda</source>
        <translation>卢旺达语</translation>
    </message>
    <message>
        <source>Korean</source>
        <translation>韩语</translation>
    </message>
    <message>
        <source>Kurdish</source>
        <translation>库尔德语</translation>
    </message>
    <message>
        <source>Kyrgyz</source>
        <translation>吉尔吉斯语</translation>
    </message>
    <message>
        <source>Lao</source>
        <translation>老挝语</translation>
    </message>
    <message>
        <source>Latin</source>
        <translation>拉丁语</translation>
    </message>
    <message>
        <source>Latvian</source>
        <translation>拉脱维亚语</translation>
    </message>
    <message>
        <source>Lithuanian</source>
        <translation>立陶宛语</translation>
    </message>
    <message>
        <source>Luxembourgish</source>
        <translation>卢森堡语</translation>
    </message>
    <message>
        <source>Macedonian</source>
        <translation>马其顿语</translation>
    </message>
    <message>
        <source>Malagasy</source>
        <translation>马拉加斯语</translation>
    </message>
    <message>
        <source>Malay</source>
        <translation>马来语</translation>
    </message>
    <message>
        <source>Malayalam</source>
        <translation>马拉雅拉姆语</translation>
    </message>
    <message>
        <source>Maltese</source>
        <translation>马耳他语</translation>
    </message>
    <message>
        <source>Marathi</source>
        <translation>马拉地语</translation>
    </message>
    <message>
        <source>Mongolian</source>
        <translation>蒙古语</translation>
    </message>
    <message>
        <source>Nepali</source>
        <translation>尼泊尔语</translation>
    </message>
    <message>
        <source>Northern Sami</source>
        <translation>北方萨米语</translation>
    </message>
    <message>
        <source>Norwegian</source>
        <translation>挪威语</translation>
    </message>
    <message>
        <source>Norwegian Bokmål</source>
        <translation>书面挪威语</translation>
    </message>
    <message>
        <source>Norwegian Nynorsk</source>
        <translation>挪威尼诺斯克语</translation>
    </message>
    <message>
        <source>Occitan</source>
        <translation>奥克语</translation>
    </message>
    <message>
        <source>Odia</source>
        <translation>奥里亚语</translation>
    </message>
    <message>
        <source>Pashto</source>
        <translation>普什图语</translation>
    </message>
    <message>
        <source>Persian</source>
        <translation>波斯语</translation>
    </message>
    <message>
        <source>Polish</source>
        <translation>波兰语</translation>
    </message>
    <message>
        <source>Portuguese</source>
        <translation>葡萄牙语</translation>
    </message>
    <message>
        <source>Punjabi</source>
        <translation>旁遮普语</translation>
    </message>
    <message>
        <source>Quechua</source>
        <translation>克丘亚语</translation>
    </message>
    <message>
        <source>Romanian</source>
        <translation>罗马尼亚语</translation>
    </message>
    <message>
        <source>Russian</source>
        <translation>俄语</translation>
    </message>
    <message>
        <source>Serbian</source>
        <translation>塞尔维亚语</translation>
    </message>
    <message>
        <source>Sinhala</source>
        <translation>僧伽罗语</translation>
    </message>
    <message>
        <source>Slovak</source>
        <translation>斯洛伐克语</translation>
    </message>
    <message>
        <source>Slovenian</source>
        <translation>斯洛文尼亚语</translation>
    </message>
    <message>
        <source>Spanish</source>
        <translation>西班牙语</translation>
    </message>
    <message>
        <source>Swahili</source>
        <translation>斯瓦希里语</translation>
    </message>
    <message>
        <source>Swedish</source>
        <translation>瑞典语</translation>
    </message>
    <message>
        <source>Tagalog</source>
        <translation>他加禄语</translation>
    </message>
    <message>
        <source>Tamil</source>
        <translation>泰米尔语</translation>
    </message>
    <message>
        <source>Telugu</source>
        <translation>泰卢固语</translation>
    </message>
    <message>
        <source>Thai</source>
        <translation>泰语</translation>
    </message>
    <message>
        <source>Tibetan</source>
        <translation>藏语</translation>
    </message>
    <message>
        <source>Turkish</source>
        <translation>土耳其语</translation>
    </message>
    <message>
        <source>Ukrainian</source>
        <translation>乌克兰语</translation>
    </message>
    <message>
        <source>Urdu</source>
        <translation>乌尔都语</translation>
    </message>
    <message>
        <source>Uyghur</source>
        <translation>维吾尔语</translation>
    </message>
    <message>
        <source>Uzbek</source>
        <translation>乌兹别克语</translation>
    </message>
    <message>
        <source>Vietnamese</source>
        <translation>越南语</translation>
    </message>
    <message>
        <source>Volapük</source>
        <translation>沃拉普克语</translation>
    </message>
    <message>
        <source>Walloon</source>
        <translation>瓦隆语</translation>
    </message>
    <message>
        <source>Welsh</source>
        <translation>威尔士语</translation>
    </message>
    <message>
        <source>Xhosa</source>
        <translation>科萨语</translation>
    </message>
    <message>
        <source>Yiddish</source>
        <translation>意第绪语</translation>
    </message>
    <message>
        <source>Zulu</source>
        <translation>祖鲁语</translation>
    </message>
</context>
<context>
    <name>Library</name>
    <message>
        <source>Chat copied</source>
        <translation>已复制对话</translation>
    </message>
    <message>
        <source>Saved as {file}</source>
        <translation>已保存为 {file}</translation>
    </message>
</context>
<context>
    <name>Licence</name>
    <message>
        <source>No licence is stated. Ask its makers before using it at work.</source>
        <translation>没有写明许可证。用于工作之前请询问作者。</translation>
    </message>
    <message>
        <source>a licence of its own</source>
        <translation>自有许可证</translation>
    </message>
    <message>
        <source>no licence stated</source>
        <translation>没有写明许可证</translation>
    </message>
    <message>
        <source>{name}: free for any use, also at work, if its makers are named.</source>
        <translation>{name}：可自由用于任何用途，包括工作，但须注明作者。</translation>
    </message>
    <message>
        <source>{name}: free for any use, also at work.</source>
        <translation>{name}：可自由用于任何用途，包括工作。</translation>
    </message>
    <message>
        <source>{name}: free only for those who earn less than it names.</source>
        <translation>{name}：仅对收入低于其规定数额者免费。</translation>
    </message>
    <message>
        <source>{name}: free to use, except for what its licence lists as harmful.</source>
        <translation>{name}：可自由使用，但其许可证列出的有害用途除外。</translation>
    </message>
    <message>
        <source>{name}: has conditions of its own. Read them before using it at work.</source>
        <translation>{name}：有自己的条款。用于工作之前请先阅读。</translation>
    </message>
    <message>
        <source>{name}: not for work, nor to earn money with.</source>
        <translation>{name}：不得用于工作或营利。</translation>
    </message>
</context>
<context>
    <name>LicencesPage</name>
    <message>
        <source>Licences in full</source>
        <translation>许可证全文</translation>
    </message>
    <message>
        <source>Nothing inside has this name or licence.</source>
        <translation>没有名称或许可证与此相符的组件。</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search in names and licences</source>
        <translation>在名称和许可证中搜索</translation>
    </message>
    <message>
        <source>The list of what is inside is missing. Install the program again.</source>
        <translation>缺少组件列表。请重新安装程序。</translation>
    </message>
    <message>
        <source>What is inside</source>
        <translation>包含的组件</translation>
    </message>
</context>
<context>
    <name>LinkPanel</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Open a page of {host}?</source>
        <translation>要打开 {host} 的网页吗？</translation>
    </message>
    <message>
        <source>Open in browser</source>
        <translation>在浏览器中打开</translation>
    </message>
    <message>
        <source>This link cannot be opened.</source>
        <translation>无法打开此链接。</translation>
    </message>
    <message>
        <source>Write to {address}?</source>
        <translation>要给 {address} 写信吗？</translation>
    </message>
</context>
<context>
    <name>List</name>
    <message>
        <source>{first} and {last}</source>
        <translation>{first}和{last}</translation>
    </message>
    <message>
        <source>{first}, {next}</source>
        <translation>{first}、{next}</translation>
    </message>
</context>
<context>
    <name>LocalModels</name>
    <message>
        <source>A model file can also be dropped here.</source>
        <translation>也可以将模型文件拖放到这里。</translation>
    </message>
    <message>
        <source>Chats with it stay. To use it again it has to be downloaded again.</source>
        <translation>使用它的对话会保留。要再次使用，必须重新下载。</translation>
    </message>
    <message>
        <source>Check the file</source>
        <translation>检查文件</translation>
    </message>
    <message>
        <source>Checking the file…</source>
        <translation>正在检查文件…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete {name} and free {size}?</source>
        <translation>要删除 {name} 并释放 {size} 吗？</translation>
    </message>
    <message>
        <source>Delete, frees {size}</source>
        <translation>删除，释放 {size}</translation>
    </message>
    <message>
        <source>Deleted; {size} are free again.</source>
        <translation>已删除，释放了 {size}。</translation>
    </message>
    <message>
        <source>Finds passages by meaning, for questions and for sources. It is used by itself.</source>
        <translation>按含义查找段落，用于提问和出处。程序会自动使用它。</translation>
    </message>
    <message>
        <source>Its file is no longer there.</source>
        <translation>它的文件已经不在了。</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>在这台电脑上</translation>
    </message>
    <message>
        <source>Remove from this list</source>
        <translation>从列表中移除</translation>
    </message>
    <message>
        <source>Removed from the list; the file stays.</source>
        <translation>已从列表中移除，文件仍然保留。</translation>
    </message>
    <message>
        <source>Repair</source>
        <translation>修复</translation>
    </message>
    <message>
        <source>Show the file</source>
        <translation>显示文件</translation>
    </message>
    <message>
        <source>The file is damaged, and its answers may be wrong.</source>
        <translation>文件已损坏，回答可能有误。</translation>
    </message>
    <message>
        <source>The file is whole.</source>
        <translation>文件完整。</translation>
    </message>
    <message>
        <source>There is no model yet.</source>
        <translation>还没有模型。</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>from {program}</source>
        <translation>来自 {program}</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>正在使用</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Chat</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Drop to add to the message</source>
        <translation>拖放到此处，添加到消息</translation>
    </message>
    <message>
        <source>Drop to open</source>
        <translation>拖放到此处，打开</translation>
    </message>
    <message>
        <source>Drop to open this model</source>
        <translation>拖放到此处，打开这个模型</translation>
    </message>
    <message>
        <source>Drop to summarize</source>
        <translation>拖放到此处，生成摘要</translation>
    </message>
    <message>
        <source>Drop to translate</source>
        <translation>拖放到此处，翻译</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Summarize</source>
        <translation>摘要</translation>
    </message>
    <message>
        <source>Translate</source>
        <translation>翻译</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>写作</translation>
    </message>
</context>
<context>
    <name>ModelMove</name>
    <message>
        <source>Downloaded models</source>
        <translation>已下载的模型</translation>
    </message>
    <message>
        <source>On the way to the new data folder</source>
        <translation>正在移到新的数据文件夹</translation>
    </message>
    <message>
        <source>They can be used at their old place meanwhile.</source>
        <translation>在此期间可在原处使用。</translation>
    </message>
    <message>
        <source>Your models are in the new data folder now.</source>
        <translation>模型现在已位于新的数据文件夹中。</translation>
    </message>
    <message>
        <source>{done} of {size}</source>
        <translation>{done}，共 {size}</translation>
    </message>
    <message>
        <source>{what} It is tried again with the next start.</source>
        <translation>{what}下次启动时会再试。</translation>
    </message>
</context>
<context>
    <name>ModelPicker</name>
    <message>
        <source>Manage models…</source>
        <translation>管理模型…</translation>
    </message>
    <message>
        <source>Model on a server: {name}, {note}</source>
        <translation>服务器上的模型：{name}，{note}</translation>
    </message>
    <message>
        <source>Model: {name}</source>
        <translation>模型：{name}</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>No model loaded</source>
        <translation>未加载模型</translation>
    </message>
    <message>
        <source>On a server</source>
        <translation>在服务器上</translation>
    </message>
    <message>
        <source>Open a model file…</source>
        <translation>打开模型文件…</translation>
    </message>
    <message>
        <source>Servers…</source>
        <translation>服务器…</translation>
    </message>
</context>
<context>
    <name>ModelSentences</name>
    <message>
        <source>The graphics card could not be used, so the processor does all the work.</source>
        <translation>无法使用显卡，所有工作由处理器完成。</translation>
    </message>
    <message>
        <source>The graphics card has room for a part of this model only; the processor does the rest.</source>
        <translation>显卡只放得下该模型的一部分，其余由处理器完成。</translation>
    </message>
    <message>
        <source>This model continues text; it was not made for conversations and may ramble.</source>
        <translation>该模型用于续写文字，不是为对话设计的，可能会东拉西扯。</translation>
    </message>
</context>
<context>
    <name>ModelStatusLine</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>正在加载模型</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>正在连接</translation>
    </message>
    <message>
        <source>loading, {percent} %</source>
        <translation>正在加载，{percent} %</translation>
    </message>
    <message>
        <source>reading, {percent} %</source>
        <translation>正在读取，{percent} %</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>正在启动</translation>
    </message>
    <message>
        <source>starting again</source>
        <translation>正在重新启动</translation>
    </message>
    <message>
        <source>{speed} tokens/s</source>
        <translation>{speed} 词元/秒</translation>
    </message>
</context>
<context>
    <name>ModelsHeader</name>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Back (Esc)</source>
        <translation>返回 (Esc)</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>清除搜索</translation>
    </message>
    <message>
        <source>Open a model file…</source>
        <translation>打开模型文件…</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search all models</source>
        <translation>搜索所有模型</translation>
    </message>
    <message>
        <source>Search all models on huggingface.co</source>
        <translation>搜索 huggingface.co 上的所有模型</translation>
    </message>
</context>
<context>
    <name>ModelsPane</name>
    <message>
        <source>Drop to add to your models</source>
        <translation>拖放到此处，添加到你的模型</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Details</source>
        <translation>详细信息</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>OverflowPanel</name>
    <message>
        <source>Choose pages</source>
        <translation>选择页面</translation>
    </message>
    <message>
        <source>Context of {tokens} ({size} more memory)</source>
        <translation>{tokens} 词元的上下文（多用 {size} 内存）</translation>
    </message>
    <message>
        <source>Leave out the oldest message</source>
        <translation>略去最早的一条消息</translation>
    </message>
    <message>
        <source>Leave out the oldest {count} messages</source>
        <translation>略去最早的 {count} 条消息</translation>
    </message>
    <message>
        <source>Send it anyway</source>
        <translation>仍然发送</translation>
    </message>
    <message>
        <source>Shorten the message</source>
        <translation>缩短消息</translation>
    </message>
    <message>
        <source>Summarize first</source>
        <translation>先生成摘要</translation>
    </message>
    <message>
        <source>The passages that fit the question best are sent, and the answer says which.</source>
        <translation>发送与问题最相符的段落，回答中会说明是哪些。</translation>
    </message>
    <message>
        <source>This chat is {excess} tokens too long for the model, which can hold {room}.</source>
        <translation>这个对话对模型来说长了 {excess} 词元，模型可容纳 {room}。</translation>
    </message>
    <message>
        <source>This chat may be about {excess} tokens too long for the model, which can hold {room}. The server cannot count it; it may refuse it or drop a part.</source>
        <translation>这个对话对模型来说可能长了约 {excess} 词元，模型可容纳 {room}。服务器无法计数，可能会拒绝或丢弃一部分。</translation>
    </message>
    <message>
        <source>Use the parts that matter</source>
        <translation>使用相关部分</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>以及另外 {count} 个</translation>
    </message>
</context>
<context>
    <name>PageView</name>
    <message>
        <source>As wide as the view</source>
        <translation>适合宽度</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Marked: {quote}</source>
        <translation>已标记：{quote}</translation>
    </message>
    <message>
        <source>Opening {name} …</source>
        <translation>正在打开 {name} …</translation>
    </message>
    <message>
        <source>Page {page} of {count}</source>
        <translation>第 {page} 页，共 {count} 页</translation>
    </message>
    <message>
        <source>Pages of {name}</source>
        <translation>{name} 的页面</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>This page cannot be shown.</source>
        <translation>无法显示这一页。</translation>
    </message>
    <message>
        <source>{name} was changed after it was read. Its pages cannot be shown.</source>
        <translation>{name} 在读取之后被修改过，无法显示其页面。</translation>
    </message>
</context>
<context>
    <name>PagesPanel</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Send these pages</source>
        <translation>发送这些页面</translation>
    </message>
    <message>
        <source>Which pages of {name}? About {n_fitting} of its {n_pages} pages fit.</source>
        <translation>{name} 的哪些页？它有 {n_pages} 页，约 {n_fitting} 页放得下。</translation>
    </message>
    <message>
        <source>Which pages of {name}? It has {n_pages} pages.</source>
        <translation>{name} 的哪些页？它有 {n_pages} 页。</translation>
    </message>
    <message>
        <source>Write numbers from 1 to {n_pages}, such as 1-5, 8.</source>
        <translation>请填写 1 到 {n_pages} 之间的数字，例如 1-5, 8。</translation>
    </message>
    <message>
        <source>for example 1-5, 8</source>
        <translation>例如 1-5, 8</translation>
    </message>
</context>
<context>
    <name>PaneFrame</name>
    <message>
        <source>This could not be opened. Choose it again at the left to try once more.</source>
        <translation>无法打开。请在左侧再次选择，重试一次。</translation>
    </message>
</context>
<context>
    <name>PassagePanel</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>The passage in its document</source>
        <translation>文档中的段落</translation>
    </message>
</context>
<context>
    <name>PasswordPanel</name>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Remove the file</source>
        <translation>移除文件</translation>
    </message>
</context>
<context>
    <name>PromptBox</name>
    <message>
        <source>Ask anything</source>
        <translation>问点什么吧</translation>
    </message>
    <message>
        <source>Attach</source>
        <translation>附件</translation>
    </message>
    <message>
        <source>Attach files</source>
        <translation>添加附件</translation>
    </message>
    <message>
        <source>Pasted text</source>
        <translation>粘贴的文字</translation>
    </message>
    <message>
        <source>Pasted text {n}</source>
        <translation>粘贴的文字 {n}</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop (Esc)</source>
        <translation>停止 (Esc)</translation>
    </message>
    <message>
        <source>Thinking: {choice}</source>
        <translation>思考：{choice}</translation>
    </message>
    <message>
        <source>about {tokens} tokens</source>
        <translation>约 {tokens} 词元</translation>
    </message>
    <message>
        <source>auto</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>does not fit</source>
        <translation>放不下</translation>
    </message>
    <message>
        <source>fits</source>
        <translation>放得下</translation>
    </message>
    <message>
        <source>locked</source>
        <translation>已加锁</translation>
    </message>
    <message>
        <source>may not fit</source>
        <translation>可能放不下</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>on</source>
        <translation>开</translation>
    </message>
    <message>
        <source>reading {done} of {total}</source>
        <translation>正在读取 {done}/{total}</translation>
    </message>
    <message>
        <source>{tokens} tokens</source>
        <translation>{tokens} 词元</translation>
    </message>
</context>
<context>
    <name>PromptField</name>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
</context>
<context>
    <name>ProofreadPage</name>
    <message>
        <source>Accept all of this kind: {kind}</source>
        <translation>接受所有此类更改：{kind}</translation>
    </message>
    <message>
        <source>Accept all that are checked</source>
        <translation>接受所有已检查的更改</translation>
    </message>
    <message>
        <source>Accept all {count}</source>
        <translation>接受全部 {count} 处</translation>
    </message>
    <message>
        <source>Every change is shown in the text, and none is made before you accept it.</source>
        <translation>每处更改都会显示在文中，在你接受之前不会生效。</translation>
    </message>
    <message>
        <source>Fix errors only</source>
        <translation>只改错误</translation>
    </message>
    <message>
        <source>Improve</source>
        <translation>润色</translation>
    </message>
    <message>
        <source>Reject all</source>
        <translation>全部拒绝</translation>
    </message>
</context>
<context>
    <name>QuitQuestion</name>
    <message>
        <source>A file could not be saved.</source>
        <translation>有一个文件无法保存。</translation>
    </message>
    <message>
        <source>A slow disk or network may take a while. If you quit now, the last of it may be lost.</source>
        <translation>磁盘或网络较慢时可能需要一些时间。如果现在退出，最后的内容可能会丢失。</translation>
    </message>
    <message>
        <source>Do not quit</source>
        <translation>不退出</translation>
    </message>
    <message>
        <source>If you quit now, what could not be saved is lost.</source>
        <translation>如果现在退出，未能保存的内容将会丢失。</translation>
    </message>
    <message>
        <source>Not all that you wrote could be saved.</source>
        <translation>你写的内容未能全部保存。</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>未保存</translation>
    </message>
    <message>
        <source>Quit anyway</source>
        <translation>仍然退出</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>What you wrote is still being saved.</source>
        <translation>你写的内容仍在保存。</translation>
    </message>
    <message>
        <source>Your text itself is kept, and is there again at the next start.</source>
        <translation>文稿本身已保留，下次启动时仍在。</translation>
    </message>
</context>
<context>
    <name>Repository</name>
    <message>
        <source>1. Open its page, sign in and accept.
2. Make an access token there.
3. Put it into the settings here.</source>
        <translation>1. 打开其网页，登录并接受条款。
2. 在那里创建访问令牌。
3. 将令牌填入这里的设置。</translation>
    </message>
    <message>
        <source>Access token…</source>
        <translation>访问令牌…</translation>
    </message>
    <message>
        <source>Answers best; needs most memory and time.</source>
        <translation>回答最好，需要最多的内存和时间。</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>均衡</translation>
    </message>
    <message>
        <source>Best</source>
        <translation>最佳</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>If you have accepted them on its page with your account, download it now.</source>
        <translation>如果你已用自己的账号在其网页上接受条款，现在就可以下载。</translation>
    </message>
    <message>
        <source>It needs an account, and its makers ask you to accept their conditions first.</source>
        <translation>它需要账号，并且作者要求你先接受其条款。</translation>
    </message>
    <message>
        <source>Its makers ask you to accept their conditions first.</source>
        <translation>作者要求你先接受其条款。</translation>
    </message>
    <message>
        <source>Least memory; answers a little worse.</source>
        <translation>占用内存最少，回答略差。</translation>
    </message>
    <message>
        <source>Not enough room on the disk: {needed} needed, {free} free</source>
        <translation>磁盘空间不足：需要 {needed}，可用 {free}</translation>
    </message>
    <message>
        <source>Open its page</source>
        <translation>打开其网页</translation>
    </message>
    <message>
        <source>Reading what there is…</source>
        <translation>正在读取内容…</translation>
    </message>
    <message>
        <source>Right for most people.</source>
        <translation>适合大多数人。</translation>
    </message>
    <message>
        <source>Small</source>
        <translation>小</translation>
    </message>
    <message>
        <source>There is no model file in it that this program can run.</source>
        <translation>其中没有本程序可以运行的模型文件。</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Working out how it fits this computer…</source>
        <translation>正在计算它是否适合这台电脑…</translation>
    </message>
    <message>
        <source>by {owner}</source>
        <translation>作者：{owner}</translation>
    </message>
    <message>
        <source>changed on {date}</source>
        <translation>更改于 {date}</translation>
    </message>
    <message>
        <source>made from {model}</source>
        <translation>由 {model} 制成</translation>
    </message>
    <message>
        <source>on this computer</source>
        <translation>已在这台电脑上</translation>
    </message>
    <message>
        <source>recommended</source>
        <translation>推荐</translation>
    </message>
    <message>
        <source>{count} downloads</source>
        <translation>{count} 次下载</translation>
    </message>
    <message>
        <source>{count} more</source>
        <translation>还有 {count} 个</translation>
    </message>
    <message>
        <source>{count} parameters</source>
        <translation>{count} 参数</translation>
    </message>
    <message>
        <source>{size} in {count} files</source>
        <translation>{size}，共 {count} 个文件</translation>
    </message>
</context>
<context>
    <name>RepositoryHead</name>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
    <message>
        <source>All files by name ({count})</source>
        <translation>按名称列出所有文件（{count}）</translation>
    </message>
    <message>
        <source>Open its page</source>
        <translation>打开其网页</translation>
    </message>
    <message>
        <source>Sizes</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>What its makers say</source>
        <translation>作者的介绍</translation>
    </message>
</context>
<context>
    <name>Results</name>
    <message>
        <source>Fewer words find more, and so does asking for those that need an account too.</source>
        <translation>减少关键词，或同时搜索需要账号的模型，可以找到更多。</translation>
    </message>
    <message>
        <source>Fewer words, or fewer filters, find more.</source>
        <translation>减少关键词或筛选条件，可以找到更多。</translation>
    </message>
    <message>
        <source>Nothing was found.</source>
        <translation>没有找到。</translation>
    </message>
    <message>
        <source>Probably too large for this computer</source>
        <translation>对这台电脑来说可能太大</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>正在搜索…</translation>
    </message>
    <message>
        <source>Show more</source>
        <translation>显示更多</translation>
    </message>
    <message>
        <source>There are more.</source>
        <translation>还有更多。</translation>
    </message>
    <message>
        <source>about {size}</source>
        <translation>约 {size}</translation>
    </message>
    <message>
        <source>by {owner}</source>
        <translation>作者：{owner}</translation>
    </message>
    <message>
        <source>needs an account</source>
        <translation>需要账号</translation>
    </message>
    <message>
        <source>{count} downloads</source>
        <translation>{count} 次下载</translation>
    </message>
</context>
<context>
    <name>ReviewBar</name>
    <message>
        <source>Accept all that have no warning</source>
        <translation>接受所有没有警告的译文</translation>
    </message>
    <message>
        <source>Accept the rest</source>
        <translation>接受其余</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search in the segments</source>
        <translation>在句段中搜索</translation>
    </message>
    <message>
        <source>To the next one (Alt+Down)</source>
        <translation>转到下一个 (Alt+Down)</translation>
    </message>
    <message>
        <source>Which segments are shown</source>
        <translation>显示哪些句段</translation>
    </message>
</context>
<context>
    <name>RewriteController</name>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>The text was edited meanwhile, so nothing was replaced. Rewrite it again.</source>
        <translation>文稿在此期间被编辑过，因此没有替换任何内容。请重新改写。</translation>
    </message>
</context>
<context>
    <name>RewritePage</name>
    <message>
        <source>1 version</source>
        <translation>1 个版本</translation>
    </message>
    <message>
        <source>Actions of your own</source>
        <translation>你自己的操作</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>续写</translation>
    </message>
    <message>
        <source>Export actions…</source>
        <translation>导出操作…</translation>
    </message>
    <message>
        <source>Go on with the text at the cursor</source>
        <translation>从光标处续写</translation>
    </message>
    <message>
        <source>How many versions</source>
        <translation>版本数量</translation>
    </message>
    <message>
        <source>Import actions…</source>
        <translation>导入操作…</translation>
    </message>
    <message>
        <source>In your own words</source>
        <translation>用你自己的话</translation>
    </message>
    <message>
        <source>Rewrites the whole text.</source>
        <translation>改写整篇文稿。</translation>
    </message>
    <message>
        <source>Rewrites what is selected.</source>
        <translation>改写所选内容。</translation>
    </message>
    <message>
        <source>What else? “Say it as to a child”</source>
        <translation>还有什么要求？“写得像说给孩子听”</translation>
    </message>
    <message>
        <source>Your actions…</source>
        <translation>你的操作…</translation>
    </message>
    <message>
        <source>{count} versions</source>
        <translation>{count} 个版本</translation>
    </message>
</context>
<context>
    <name>RichEditor</name>
    <message>
        <source>Paste as plain text</source>
        <translation>粘贴为纯文本</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文稿</translation>
    </message>
</context>
<context>
    <name>RowButtons</name>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>More for {model}</source>
        <translation>{model} 的更多操作</translation>
    </message>
</context>
<context>
    <name>Sampling</name>
    <message>
        <source>Drops words less likely than this share of the likeliest; 0 is off.</source>
        <translation>去掉可能性低于最可能的词的此比例的词；0 表示关闭。</translation>
    </message>
    <message>
        <source>Higher is more surprising; 0 always takes the likeliest word.</source>
        <translation>越高越出人意料；0 表示总是取最可能的词。</translation>
    </message>
    <message>
        <source>Makes every word that was used before less likely; 0 is off.</source>
        <translation>降低所有用过的词的可能性；0 表示关闭。</translation>
    </message>
    <message>
        <source>Makes words that were just used less likely; 1 is off.</source>
        <translation>降低刚用过的词的可能性；1 表示关闭。</translation>
    </message>
    <message>
        <source>Min p</source>
        <translation>Min p</translation>
    </message>
    <message>
        <source>Only the likeliest words that together reach this share; 1 is off.</source>
        <translation>只取累计达到此比例的最可能的词；1 表示关闭。</translation>
    </message>
    <message>
        <source>Only this many of the likeliest words; 0 is off.</source>
        <translation>只取这么多个最可能的词；0 表示关闭。</translation>
    </message>
    <message>
        <source>Presence penalty</source>
        <translation>存在惩罚</translation>
    </message>
    <message>
        <source>Random</source>
        <translation>随机</translation>
    </message>
    <message>
        <source>Repetition penalty</source>
        <translation>重复惩罚</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>The same seed gives the same answer again.</source>
        <translation>相同的种子会再次给出相同的回答。</translation>
    </message>
    <message>
        <source>Top k</source>
        <translation>Top k</translation>
    </message>
    <message>
        <source>Top p</source>
        <translation>Top p</translation>
    </message>
</context>
<context>
    <name>SearchFilters</name>
    <message>
        <source>Also those that need an account</source>
        <translation>包括需要账号的模型</translation>
    </message>
    <message>
        <source>Any language</source>
        <translation>任意语言</translation>
    </message>
    <message>
        <source>Any licence</source>
        <translation>任意许可证</translation>
    </message>
    <message>
        <source>Any size</source>
        <translation>任意大小</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Most liked</source>
        <translation>最多点赞</translation>
    </message>
    <message>
        <source>Most popular</source>
        <translation>最热门</translation>
    </message>
    <message>
        <source>Newest</source>
        <translation>最新</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>排序</translation>
    </message>
    <message>
        <source>Rising now</source>
        <translation>近期上升</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Up to about {size} GB</source>
        <translation>最大约 {size} GB</translation>
    </message>
</context>
<context>
    <name>SectionMap</name>
    <message>
        <source>What has been read</source>
        <translation>已读取的内容</translation>
    </message>
    <message>
        <source>{done} of {total} pieces read</source>
        <translation>{total} 部分中已读 {done} 部分</translation>
    </message>
</context>
<context>
    <name>SegmentPanel</name>
    <message>
        <source>Accept</source>
        <translation>接受</translation>
    </message>
    <message>
        <source>Do not accept</source>
        <translation>不接受</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Marks such as ⟦1⟧ and ⟦/1⟧ stand for formats and things of the file.</source>
        <translation>⟦1⟧ 和 ⟦/1⟧ 这样的标记代表文件中的格式和对象。</translation>
    </message>
    <message>
        <source>Translate again</source>
        <translation>重新翻译</translation>
    </message>
    <message>
        <source>Translating…</source>
        <translation>正在翻译…</translation>
    </message>
    <message>
        <source>Use this similar translation: {text}</source>
        <translation>使用这个相似的译文：{text}</translation>
    </message>
</context>
<context>
    <name>SegmentRows</name>
    <message>
        <source>1 segment</source>
        <translation>1 个句段</translation>
    </message>
    <message>
        <source>A format or a link in it is lost.</source>
        <translation>其中的格式或链接丢失了。</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>已接受</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Being translated again…</source>
        <translation>正在重新翻译…</translation>
    </message>
    <message>
        <source>Edited</source>
        <translation>已编辑</translation>
    </message>
    <message>
        <source>From memory</source>
        <translation>来自记忆</translation>
    </message>
    <message>
        <source>In this language already</source>
        <translation>已是此语言</translation>
    </message>
    <message>
        <source>Not accepted</source>
        <translation>未接受</translation>
    </message>
    <message>
        <source>Not translated yet</source>
        <translation>尚未翻译</translation>
    </message>
    <message>
        <source>Nothing to translate</source>
        <translation>无需翻译</translation>
    </message>
    <message>
        <source>Placeholders were kept by translating what stands between them.</source>
        <translation>为保留占位符，翻译的是它们之间的文字。</translation>
    </message>
    <message>
        <source>The model was not sure of this ({percent} %).</source>
        <translation>模型对此没有把握（{percent} %）。</translation>
    </message>
    <message>
        <source>The original stands there: no translation kept what must be kept.</source>
        <translation>此处是原文：没有译文保留了必须保留的内容。</translation>
    </message>
    <message>
        <source>Translated</source>
        <translation>已翻译</translation>
    </message>
    <message>
        <source>Translation below</source>
        <translation>译文在下方</translation>
    </message>
    <message>
        <source>Translation only</source>
        <translation>仅译文</translation>
    </message>
    <message>
        <source>Two columns</source>
        <translation>两栏</translation>
    </message>
    <message>
        <source>With warnings</source>
        <translation>有警告</translation>
    </message>
    <message>
        <source>{count} accepted</source>
        <translation>已接受 {count} 个</translation>
    </message>
    <message>
        <source>{count} segments</source>
        <translation>{count} 个句段</translation>
    </message>
    <message>
        <source>{count} to look at</source>
        <translation>{count} 个需要查看</translation>
    </message>
</context>
<context>
    <name>SegmentTable</name>
    <message>
        <source>Accept</source>
        <translation>接受</translation>
    </message>
    <message>
        <source>Do not accept</source>
        <translation>不接受</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>原文</translation>
    </message>
    <message>
        <source>Segments and their translations</source>
        <translation>句段及其译文</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Sure</source>
        <translation>把握</translation>
    </message>
    <message>
        <source>Translate again</source>
        <translation>重新翻译</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>译文</translation>
    </message>
</context>
<context>
    <name>SentencePanel</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>It says back:</source>
        <translation>回译：</translation>
    </message>
    <message>
        <source>Other translations</source>
        <translation>其他译法</translation>
    </message>
    <message>
        <source>Translate back</source>
        <translation>回译</translation>
    </message>
</context>
<context>
    <name>Sentences</name>
    <message>
        <source>{first} {next}</source>
        <translation>{first}{next}</translation>
    </message>
</context>
<context>
    <name>ServerDialog</name>
    <message>
        <source> s</source>
        <translation> 秒</translation>
    </message>
    <message>
        <source>Add a server</source>
        <translation>添加服务器</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>高级</translation>
    </message>
    <message>
        <source>As the server says</source>
        <translation>由服务器决定</translation>
    </message>
    <message>
        <source>Asking the server…</source>
        <translation>正在询问服务器…</translation>
    </message>
    <message>
        <source>Change a server</source>
        <translation>更改服务器</translation>
    </message>
    <message>
        <source>Context in tokens</source>
        <translation>上下文词元数</translation>
    </message>
    <message>
        <source>Forget it</source>
        <translation>忘记密钥</translation>
    </message>
    <message>
        <source>Forget the key that is kept</source>
        <translation>忘记已保存的密钥</translation>
    </message>
    <message>
        <source>It answers after {time} ms and has one model: {model}</source>
        <translation>服务器在 {time} 毫秒后应答，有一个模型：{model}</translation>
    </message>
    <message>
        <source>It answers after {time} ms and has {count} models. Choose one of them.</source>
        <translation>服务器在 {time} 毫秒后应答，有 {count} 个模型。请选择一个。</translation>
    </message>
    <message>
        <source>It answers after {time} ms and names no models.</source>
        <translation>服务器在 {time} 毫秒后应答，没有列出模型。</translation>
    </message>
    <message>
        <source>Kept in this system&apos;s keyring, or until the program ends.</source>
        <translation>保存在系统的密钥环中，否则只保留到程序结束。</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Longest silence</source>
        <translation>最长无响应时间</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Name in your list</source>
        <translation>列表中的名称</translation>
    </message>
    <message>
        <source>New chats begin with this server</source>
        <translation>新对话使用这台服务器</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>Test the server to see its models</source>
        <translation>测试服务器后可看到它的模型</translation>
    </message>
    <message>
        <source>The key that is kept</source>
        <translation>已保存的密钥</translation>
    </message>
    <message>
        <source>Without a keyring, keep it in a file that only you can read</source>
        <translation>没有密钥环时，保存在只有你能读取的文件中</translation>
    </message>
    <message>
        <source>Without https everybody on the network between here and {host} can read what you send, and the key.</source>
        <translation>没有 https，从这里到 {host} 的网络上任何人都能读到你发送的内容和密钥。</translation>
    </message>
</context>
<context>
    <name>Servers</name>
    <message>
        <source>Removed “{name}”</source>
        <translation>已移除“{name}”</translation>
    </message>
    <message>
        <source>There is no keyring here: the key is kept until the program ends.</source>
        <translation>这里没有密钥环，密钥只保留到程序结束。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>new chats begin here</source>
        <translation>新对话由此开始</translation>
    </message>
</context>
<context>
    <name>ServersDialog</name>
    <message>
        <source>A larger computer can answer a chat: yours, your company&apos;s or a service&apos;s. What you write in that chat is sent there. Every chat stays on this computer until you choose a server for it.</source>
        <translation>对话可以由一台更强的电脑来回答：你自己的、公司的或某项服务的。你在该对话中写的内容会发送到那里。在你为对话选择服务器之前，所有对话都留在这台电脑上。</translation>
    </message>
    <message>
        <source>Add a server…</source>
        <translation>添加服务器…</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>更改…</translation>
    </message>
    <message>
        <source>Models on a server</source>
        <translation>服务器上的模型</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Servers</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>There is none yet.</source>
        <translation>还没有服务器。</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source> GB</source>
        <translation> GB</translation>
    </message>
    <message>
        <source> pt</source>
        <translation> 磅</translation>
    </message>
    <message>
        <source>16 bit, exact</source>
        <translation>16 位，精确</translation>
    </message>
    <message>
        <source>4 bit, a quarter of it</source>
        <translation>4 位，内存减至四分之一</translation>
    </message>
    <message>
        <source>8 bit, half the memory</source>
        <translation>8 位，内存减半</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>高级</translation>
    </message>
    <message>
        <source>At most</source>
        <translation>上限</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Cached prompts</source>
        <translation>缓存的提示词</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Chats, settings and downloaded models are in this folder. Moving takes them along, and leaves a copy of the chats and settings behind.</source>
        <translation>对话、设置和下载的模型都在这个文件夹中。移动时会一并带走，并在原处留下对话和设置的副本。</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Context in tokens</source>
        <translation>上下文词元数</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Delete cached prompts</source>
        <translation>删除缓存的提示词</translation>
    </message>
    <message>
        <source>Enter sends the message, Shift+Enter makes a new line</source>
        <translation>Enter 发送消息，Shift+Enter 换行</translation>
    </message>
    <message>
        <source>For example: I am a nurse. Answer briefly.</source>
        <translation>例如：我是一名护士。请简短回答。</translation>
    </message>
    <message>
        <source>Instructions for every chat</source>
        <translation>用于所有对话的指令</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Layers on the graphics card</source>
        <translation>放在显卡上的层数</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Load the model again</source>
        <translation>重新加载模型</translation>
    </message>
    <message>
        <source>Loading a model</source>
        <translation>加载模型</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Memory of the context</source>
        <translation>上下文的内存</translation>
    </message>
    <message>
        <source>Move the data folder to</source>
        <translation>将数据文件夹移动到</translation>
    </message>
    <message>
        <source>Move…</source>
        <translation>移动…</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Processor threads</source>
        <translation>处理器线程数</translation>
    </message>
    <message>
        <source>Sampling</source>
        <translation>采样</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Start again now</source>
        <translation>立即重新启动</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>文字大小</translation>
    </message>
    <message>
        <source>The model suggests a title for each chat</source>
        <translation>由模型为每个对话拟定标题</translation>
    </message>
    <message>
        <source>The model&apos;s own</source>
        <translation>模型默认值</translation>
    </message>
    <message>
        <source>They let an earlier chat go on at once. Deleting them loses nothing else.</source>
        <translation>有了它们，之前的对话可以立即继续。删除它们不会丢失其他内容。</translation>
    </message>
    <message>
        <source>This holds from the next loading of the model on.</source>
        <translation>下次加载模型时生效。</translation>
    </message>
    <message>
        <source>This holds from the next start on.</source>
        <translation>下次启动时生效。</translation>
    </message>
    <message>
        <source>Your data</source>
        <translation>你的数据</translation>
    </message>
    <message>
        <source>{size} in use</source>
        <translation>已占用 {size}</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Clear the search</source>
        <translation>清除搜索</translation>
    </message>
    <message>
        <source>Search Ctrl+K</source>
        <translation>搜索 Ctrl+K</translation>
    </message>
    <message>
        <source>Search chats and texts</source>
        <translation>搜索对话和文稿</translation>
    </message>
</context>
<context>
    <name>Size</name>
    <message>
        <source>{number} GB</source>
        <translation>{number} GB</translation>
    </message>
    <message>
        <source>{number} MB</source>
        <translation>{number} MB</translation>
    </message>
    <message>
        <source>{number} kB</source>
        <translation>{number} kB</translation>
    </message>
</context>
<context>
    <name>SourceHead</name>
    <message>
        <source>Next passage</source>
        <translation>下一段落</translation>
    </message>
    <message>
        <source>Passage before</source>
        <translation>上一段落</translation>
    </message>
    <message>
        <source>Show pages</source>
        <translation>显示页面</translation>
    </message>
    <message>
        <source>Show text</source>
        <translation>显示文字</translation>
    </message>
    <message>
        <source>passage {number} of {count}</source>
        <translation>第 {number} 段，共 {count} 段</translation>
    </message>
</context>
<context>
    <name>SourceView</name>
    <message>
        <source>Document</source>
        <translation>文档</translation>
    </message>
</context>
<context>
    <name>SourceWords</name>
    <message>
        <source>No passage of {name} has words of the question. Read: {parts}, from its beginning.</source>
        <translation>{name} 中没有段落包含问题中的词。从开头读取了：{parts}。</translation>
    </message>
    <message>
        <source>No passage says this; this comes nearest.</source>
        <translation>没有段落这样说，这是最接近的。</translation>
    </message>
    <message>
        <source>No sentence has a source</source>
        <translation>没有句子有出处</translation>
    </message>
    <message>
        <source>Read of {name}: {parts}, those that fit the question.</source>
        <translation>从 {name} 中读取了：{parts}，即与问题相符的段落。</translation>
    </message>
    <message>
        <source>Read whole: {names}.</source>
        <translation>全文已读：{names}。</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>出处</translation>
    </message>
    <message>
        <source>Sources of all sentences</source>
        <translation>所有句子的出处</translation>
    </message>
    <message>
        <source>Sources of {n_found} of {n_sentences} sentences</source>
        <translation>{n_sentences} 句中 {n_found} 句的出处</translation>
    </message>
    <message>
        <source>{n_read} of {n_all} passages</source>
        <translation>{n_all} 段中的 {n_read} 段</translation>
    </message>
</context>
<context>
    <name>Spoken</name>
    <message>
        <source>{first}. {next}</source>
        <translation>{first}。{next}</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Answered here; earlier messages went to {server}</source>
        <translation>在本机回答；之前的消息曾发送到 {server}</translation>
    </message>
    <message>
        <source>Nothing is sent: the server of this chat is not in your list</source>
        <translation>没有发送任何内容：这个对话的服务器不在你的列表中</translation>
    </message>
    <message>
        <source>Private: nothing left this computer</source>
        <translation>私密：没有内容离开这台电脑</translation>
    </message>
    <message>
        <source>Text goes to a program here: {server}</source>
        <translation>文字会发送给本机的一个程序：{server}</translation>
    </message>
    <message>
        <source>Text is sent to {server}</source>
        <translation>文字会发送到 {server}</translation>
    </message>
    <message>
        <source>Text is sent to {server}, unencrypted</source>
        <translation>文字会发送到 {server}，未加密</translation>
    </message>
</context>
<context>
    <name>SummarizePane</name>
    <message>
        <source>1 file of another kind was left out.</source>
        <translation>有 1 个其他类型的文件未添加。</translation>
    </message>
    <message>
        <source>All together</source>
        <translation>全部合并</translation>
    </message>
    <message>
        <source>Ask about this</source>
        <translation>就此提问</translation>
    </message>
    <message>
        <source>Begins when the documents are read</source>
        <translation>文档读取完毕后开始</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Counting the text</source>
        <translation>正在统计文字</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Markdown…</source>
        <translation>Markdown…</translation>
    </message>
    <message>
        <source>Not finished</source>
        <translation>未完成</translation>
    </message>
    <message>
        <source>PDF…</source>
        <translation>PDF…</translation>
    </message>
    <message>
        <source>Saved as {file}</source>
        <translation>已保存为 {file}</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Summarize a folder</source>
        <translation>为文件夹生成摘要</translation>
    </message>
    <message>
        <source>Summarize files</source>
        <translation>为文件生成摘要</translation>
    </message>
    <message>
        <source>Summary copied</source>
        <translation>已复制摘要</translation>
    </message>
    <message>
        <source>The model stopped unexpectedly and is started again; the summary goes on by itself.</source>
        <translation>模型意外停止，正在重新启动；摘要会自动继续。</translation>
    </message>
    <message>
        <source>The whole text of these documents is sent to {host} to be summarized.</source>
        <translation>要生成摘要，这些文档的全文会发送给 {host}。</translation>
    </message>
    <message>
        <source>There is no document that could be read.</source>
        <translation>没有可以读取的文档。</translation>
    </message>
    <message>
        <source>Web page…</source>
        <translation>网页…</translation>
    </message>
    <message>
        <source>What is shown was made otherwise. Update redoes only what that changes.</source>
        <translation>当前显示的摘要是按其他设置生成的。点击“更新”只会重做受影响的部分。</translation>
    </message>
    <message>
        <source>Word…</source>
        <translation>Word…</translation>
    </message>
    <message>
        <source>took {time}</source>
        <translation>用时 {time}</translation>
    </message>
    <message>
        <source>{count} files of other kinds were left out.</source>
        <translation>有 {count} 个其他类型的文件未添加。</translation>
    </message>
    <message>
        <source>{name} was changed after it was summarized.</source>
        <translation>{name} 在生成摘要之后被修改过。</translation>
    </message>
</context>
<context>
    <name>SummaryHint</name>
    <message>
        <source>The summary grows here, sentence by sentence.</source>
        <translation>摘要会在这里逐句写出。</translation>
    </message>
    <message>
        <source>The whole document is read. A click on a sentence shows the passage that it comes from, and what the document does not say is marked.</source>
        <translation>会读取整个文档。点击一个句子即可查看它的出处段落，文档中没有的内容会标出。</translation>
    </message>
</context>
<context>
    <name>SummaryOptions</name>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source> words</source>
        <translation> 字</translation>
    </message>
    <message>
        <source>A page</source>
        <translation>一页</translation>
    </message>
    <message>
        <source>A sentence</source>
        <translation>一句话</translation>
    </message>
    <message>
        <source>About 100 words</source>
        <translation>约 100 字</translation>
    </message>
    <message>
        <source>About 200 words</source>
        <translation>约 200 字</translation>
    </message>
    <message>
        <source>Focus: what does it say about costs?</source>
        <translation>重点：关于费用说了什么？</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>形式</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>Number of words</source>
        <translation>字数</translation>
    </message>
    <message>
        <source>Number of words…</source>
        <translation>指定字数…</translation>
    </message>
    <message>
        <source>Same language</source>
        <translation>原文语言</translation>
    </message>
    <message>
        <source>Share of the text in percent</source>
        <translation>占原文的百分比</translation>
    </message>
    <message>
        <source>Share of the text…</source>
        <translation>占原文比例…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop (Esc)</source>
        <translation>停止 (Esc)</translation>
    </message>
    <message>
        <source>Summarize</source>
        <translation>生成摘要</translation>
    </message>
    <message>
        <source>Update</source>
        <translation>更新</translation>
    </message>
    <message>
        <source>Usual length</source>
        <translation>通常长度</translation>
    </message>
    <message>
        <source>What to write, such as: a letter to the tenants about it</source>
        <translation>要写的内容，例如：就此给租户写一封信</translation>
    </message>
    <message>
        <source>Which documents</source>
        <translation>哪些文档</translation>
    </message>
</context>
<context>
    <name>SummaryView</name>
    <message>
        <source>Summary</source>
        <translation>摘要</translation>
    </message>
    <message>
        <source>This sentence stands so in the document.</source>
        <translation>此句是文档中的原句。</translation>
    </message>
</context>
<context>
    <name>SummaryWords</name>
    <message>
        <source>A part of the text</source>
        <translation>文中的一部分</translation>
    </message>
    <message>
        <source>Action items</source>
        <translation>待办事项</translation>
    </message>
    <message>
        <source>All of it was read</source>
        <translation>已读取全文</translation>
    </message>
    <message>
        <source>All together</source>
        <translation>全部合并</translation>
    </message>
    <message>
        <source>Check this:</source>
        <translation>请核对：</translation>
    </message>
    <message>
        <source>Counting the text</source>
        <translation>正在统计文字</translation>
    </message>
    <message>
        <source>Each and all</source>
        <translation>分别与合并</translation>
    </message>
    <message>
        <source>Each document</source>
        <translation>每个文档</translation>
    </message>
    <message>
        <source>Executive summary</source>
        <translation>执行摘要</translation>
    </message>
    <message>
        <source>In your own words…</source>
        <translation>自行描述…</translation>
    </message>
    <message>
        <source>Key points</source>
        <translation>要点</translation>
    </message>
    <message>
        <source>One sentence</source>
        <translation>一句话</translation>
    </message>
    <message>
        <source>Outline by section</source>
        <translation>按章节列提纲</translation>
    </message>
    <message>
        <source>Paragraph</source>
        <translation>一段话</translation>
    </message>
    <message>
        <source>Putting the notes together, {done} of {total}</source>
        <translation>正在整合笔记，{done}/{total}</translation>
    </message>
    <message>
        <source>Questions and answers</source>
        <translation>问与答</translation>
    </message>
    <message>
        <source>Reading section {done} of {total}</source>
        <translation>正在读取第 {done} 节，共 {total} 节</translation>
    </message>
    <message>
        <source>Stopped before the last part was read.</source>
        <translation>在读取最后一部分之前停止。</translation>
    </message>
    <message>
        <source>Stopped before {count} parts were read.</source>
        <translation>在读取 {count} 个部分之前停止。</translation>
    </message>
    <message>
        <source>The model wrote nothing usable about {count} of {total} sections; sentences of the document stand in.</source>
        <translation>{total} 节中有 {count} 节模型没有写出可用的内容，以文档中的句子代替。</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间线</translation>
    </message>
    <message>
        <source>Writing the summary</source>
        <translation>正在撰写摘要</translation>
    </message>
    <message>
        <source>Wrong?</source>
        <translation>有误？</translation>
    </message>
    <message>
        <source>about {time} left</source>
        <translation>约剩 {time}</translation>
    </message>
    <message>
        <source>source</source>
        <translation>出处</translation>
    </message>
    <message>
        <source>{percent} % of it was read</source>
        <translation>已读取 {percent} %</translation>
    </message>
</context>
<context>
    <name>TextFiles</name>
    <message>
        <source>Kept here, not in {file} yet</source>
        <translation>已保留在这里，尚未写入 {file}</translation>
    </message>
    <message>
        <source>Read it again</source>
        <translation>重新读取</translation>
    </message>
    <message>
        <source>Save all the same</source>
        <translation>仍然保存</translation>
    </message>
    <message>
        <source>Save elsewhere…</source>
        <translation>保存到别处…</translation>
    </message>
    <message>
        <source>Saved in {file}</source>
        <translation>已保存到 {file}</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>The text itself is kept here.</source>
        <translation>文稿本身已保留在这里。</translation>
    </message>
    <message>
        <source>{file} cannot be written in. Word, OpenDocument, Markdown, HTML and text files can.</source>
        <translation>无法在 {file} 中写作。可以打开 Word、OpenDocument、Markdown、HTML 和文本文件。</translation>
    </message>
    <message>
        <source>{file} was changed by another program. Read again, what you wrote here is kept as a version.</source>
        <translation>{file} 被其他程序修改过。重新读取时，你在这里写的内容会保留为一个版本。</translation>
    </message>
    <message>
        <source>{file} was changed by another program. Saved now, those changes are lost; under another name, both stay.</source>
        <translation>{file} 被其他程序修改过。现在保存，那些修改将会丢失；换一个名称保存可两者都保留。</translation>
    </message>
</context>
<context>
    <name>TextFooter</name>
    <message>
        <source>Selected: {words} of {all_words} words, {characters} characters</source>
        <translation>已选：{all_words} 字中的 {words} 字，{characters} 个字符</translation>
    </message>
    <message>
        <source>Words: {words}   Characters: {characters}</source>
        <translation>字数：{words}   字符数：{characters}</translation>
    </message>
</context>
<context>
    <name>TextHead</name>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>New text</source>
        <translation>新文稿</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save into a file (Ctrl+S)</source>
        <translation>保存到文件 (Ctrl+S)</translation>
    </message>
    <message>
        <source>Show or hide the help</source>
        <translation>显示或隐藏助手</translation>
    </message>
    <message>
        <source>Title of this text</source>
        <translation>这篇文稿的标题</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
</context>
<context>
    <name>TextSpelling</name>
    <message>
        <source>Add to my dictionary</source>
        <translation>添加到我的词典</translation>
    </message>
    <message>
        <source>Looking for suggestions…</source>
        <translation>正在查找建议…</translation>
    </message>
    <message>
        <source>No suggestions</source>
        <translation>没有建议</translation>
    </message>
</context>
<context>
    <name>TextVersions</name>
    <message>
        <source>The text as it is could not be kept as a version, so nothing was changed. {reason}</source>
        <translation>无法把当前文稿保留为版本，因此没有作任何更改。{reason}</translation>
    </message>
    <message>
        <source>Version kept</source>
        <translation>已保留版本</translation>
    </message>
</context>
<context>
    <name>ThinkingLine</name>
    <message>
        <source>Thinking …</source>
        <translation>正在思考 …</translation>
    </message>
    <message>
        <source>Thought</source>
        <translation>思考完毕</translation>
    </message>
    <message>
        <source>Thought for {seconds} s</source>
        <translation>思考了 {seconds} 秒</translation>
    </message>
</context>
<context>
    <name>TitleField</name>
    <message>
        <source>Click to rename</source>
        <translation>点击以重命名</translation>
    </message>
    <message>
        <source>Title of this chat</source>
        <translation>这个对话的标题</translation>
    </message>
</context>
<context>
    <name>Toast</name>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Instructions</source>
        <translation>指令</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Show or hide the sidebar</source>
        <translation>显示或隐藏侧边栏</translation>
    </message>
</context>
<context>
    <name>TrackedSaving</name>
    <message>
        <source>Save with changes tracked</source>
        <translation>保存并标记修订</translation>
    </message>
    <message>
        <source>Saved in {file}</source>
        <translation>已保存到 {file}</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>{title} (changes)</source>
        <translation>{title}（修订）</translation>
    </message>
</context>
<context>
    <name>Transcript</name>
    <message>
        <source>Conversation</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Jump to latest</source>
        <translation>跳到最新</translation>
    </message>
</context>
<context>
    <name>TranslatePane</name>
    <message>
        <source>Asking the model…</source>
        <translation>正在询问模型…</translation>
    </message>
    <message>
        <source>Choose a glossary (CSV or TBX)</source>
        <translation>选择术语表（CSV 或 TBX）</translation>
    </message>
    <message>
        <source>Choose documents to translate</source>
        <translation>选择要翻译的文档</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>How far the translation is</source>
        <translation>翻译进度</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop (Esc)</source>
        <translation>停止 (Esc)</translation>
    </message>
    <message>
        <source>Stopped. Typing goes on with it.</source>
        <translation>已停止。继续输入时会接着翻译。</translation>
    </message>
    <message>
        <source>Text to translate</source>
        <translation>要翻译的文字</translation>
    </message>
    <message>
        <source>The model has no other.</source>
        <translation>模型没有其他译法。</translation>
    </message>
    <message>
        <source>Translate documents…</source>
        <translation>翻译文档…</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>译文</translation>
    </message>
    <message>
        <source>Type or paste a text, or drop documents</source>
        <translation>输入或粘贴文字，或拖放文档</translation>
    </message>
</context>
<context>
    <name>TranslatedRows</name>
    <message>
        <source>Saved as {name}</source>
        <translation>已保存为 {name}</translation>
    </message>
    <message>
        <source>The layout of a PDF cannot be kept. Its text is saved as a Word file.</source>
        <translation>无法保留 PDF 的版式。其文字会保存为 Word 文件。</translation>
    </message>
    <message>
        <source>The model is getting ready</source>
        <translation>模型正在准备</translation>
    </message>
    <message>
        <source>Waits for the document before it</source>
        <translation>等待前一个文档</translation>
    </message>
    <message>
        <source>about {time} left</source>
        <translation>约剩 {time}</translation>
    </message>
    <message>
        <source>came to a halt</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>cannot be translated</source>
        <translation>无法翻译</translation>
    </message>
    <message>
        <source>is being opened</source>
        <translation>正在打开</translation>
    </message>
    <message>
        <source>not translated yet</source>
        <translation>尚未翻译</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>translated</source>
        <translation>已翻译</translation>
    </message>
    <message>
        <source>waits for its turn</source>
        <translation>等待轮到它</translation>
    </message>
    <message>
        <source>{done} of {count}</source>
        <translation>{done}/{count}</translation>
    </message>
    <message>
        <source>{done} of {count} segments are translated; going on begins there.</source>
        <translation>{count} 个句段中已翻译 {done} 个，继续时从那里开始。</translation>
    </message>
</context>
<context>
    <name>TranslationBar</name>
    <message>
        <source>Choose a file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Detect language</source>
        <translation>检测语言</translation>
    </message>
    <message>
        <source>Detected: {language}</source>
        <translation>检测到：{language}</translation>
    </message>
    <message>
        <source>From</source>
        <translation>源语言</translation>
    </message>
    <message>
        <source>Glossary</source>
        <translation>术语表</translation>
    </message>
    <message>
        <source>Into</source>
        <translation>目标语言</translation>
    </message>
    <message>
        <source>No glossary</source>
        <translation>不使用术语表</translation>
    </message>
    <message>
        <source>Swap the languages and translate back</source>
        <translation>互换语言并反向翻译</translation>
    </message>
    <message>
        <source>Terms and how they are translated</source>
        <translation>术语及其译法</translation>
    </message>
    <message>
        <source>Tone</source>
        <translation>语气</translation>
    </message>
</context>
<context>
    <name>TranslationWords</name>
    <message>
        <source>1 sentence to look at</source>
        <translation>有 1 句需要查看</translation>
    </message>
    <message>
        <source>Any tone</source>
        <translation>任意语气</translation>
    </message>
    <message>
        <source>Formal</source>
        <translation>正式</translation>
    </message>
    <message>
        <source>Informal</source>
        <translation>随意</translation>
    </message>
    <message>
        <source>It is much longer than the original.</source>
        <translation>译文比原文长很多。</translation>
    </message>
    <message>
        <source>It is much shorter than the original.</source>
        <translation>译文比原文短很多。</translation>
    </message>
    <message>
        <source>It repeats an example that the model was shown.</source>
        <translation>它重复了给模型看的示例。</translation>
    </message>
    <message>
        <source>It repeats itself.</source>
        <translation>译文有重复。</translation>
    </message>
    <message>
        <source>Made for it: {models}.</source>
        <translation>适用的模型：{models}。</translation>
    </message>
    <message>
        <source>Not translated: {text}</source>
        <translation>未翻译：{text}</translation>
    </message>
    <message>
        <source>The glossary wants “{text}”.</source>
        <translation>术语表要求用“{text}”。</translation>
    </message>
    <message>
        <source>The model gave nothing.</source>
        <translation>模型没有给出任何内容。</translation>
    </message>
    <message>
        <source>The model was not sure of this ({percent} %).</source>
        <translation>模型对此没有把握（{percent} %）。</translation>
    </message>
    <message>
        <source>The name {text} is missing.</source>
        <translation>缺少名称 {text}。</translation>
    </message>
    <message>
        <source>The number {text} is missing.</source>
        <translation>缺少数字 {text}。</translation>
    </message>
    <message>
        <source>The number {text} is not in the original.</source>
        <translation>原文中没有数字 {text}。</translation>
    </message>
    <message>
        <source>The text is in {target} already.</source>
        <translation>文字已经是{target}了。</translation>
    </message>
    <message>
        <source>The translation is cut off.</source>
        <translation>译文不完整。</translation>
    </message>
    <message>
        <source>This is {language}.</source>
        <translation>这是{language}。</translation>
    </message>
    <message>
        <source>Which language this is cannot be told; choose it above.</source>
        <translation>无法判断这是什么语言，请在上方选择。</translation>
    </message>
    <message>
        <source>{count} sentences to look at</source>
        <translation>有 {count} 句需要查看</translation>
    </message>
    <message>
        <source>{done} of {count} paragraphs</source>
        <translation>{count} 段中的 {done} 段</translation>
    </message>
    <message>
        <source>{model} cannot be told a tone.</source>
        <translation>无法为 {model} 指定语气。</translation>
    </message>
    <message>
        <source>{model} cannot be told terms; the glossary is only checked.</source>
        <translation>无法为 {model} 指定术语，术语表仅用于检查。</translation>
    </message>
    <message>
        <source>{model} was not made for {languages}; do not rely on what it writes.</source>
        <translation>{model} 不是为{languages}设计的，不要依赖它的译文。</translation>
    </message>
    <message>
        <source>{text} is missing.</source>
        <translation>缺少 {text}。</translation>
    </message>
    <message>
        <source>{text} is not in the original.</source>
        <translation>原文中没有 {text}。</translation>
    </message>
</context>
<context>
    <name>TrashDialog</name>
    <message>
        <source>Delete for good</source>
        <translation>永久删除</translation>
    </message>
    <message>
        <source>Delete what is chosen for good? This cannot be undone.</source>
        <translation>要永久删除所选内容吗？此操作无法撤销。</translation>
    </message>
    <message>
        <source>Deleted chats and texts</source>
        <translation>已删除的对话和文稿</translation>
    </message>
    <message>
        <source>Deleted on {day}</source>
        <translation>删除于 {day}</translation>
    </message>
    <message>
        <source>Empty the trash</source>
        <translation>清空回收站</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>New text</source>
        <translation>新文稿</translation>
    </message>
    <message>
        <source>Put back</source>
        <translation>还原</translation>
    </message>
    <message>
        <source>They are kept for 30 days.</source>
        <translation>它们会保留 30 天。</translation>
    </message>
    <message>
        <source>Trash</source>
        <translation>回收站</translation>
    </message>
</context>
<context>
    <name>Updates</name>
    <message>
        <source>Asking {host}…</source>
        <translation>正在询问 {host}…</translation>
    </message>
    <message>
        <source>Nobody could be reached to ask. Check your connection and try again.</source>
        <translation>无法连接到可供查询的服务器。请检查网络连接，然后重试。</translation>
    </message>
    <message>
        <source>Nobody was asked: the settings say to stay offline.</source>
        <translation>没有查询：设置要求保持离线。</translation>
    </message>
    <message>
        <source>This program knows no place to ask. Look for newer versions where you got this one.</source>
        <translation>本程序不知道可以到哪里查询。请到你获取本程序的地方查看新版本。</translation>
    </message>
    <message>
        <source>Version {version} is out. Nothing was downloaded.</source>
        <translation>版本 {version} 已发布。没有下载任何内容。</translation>
    </message>
    <message>
        <source>What came back tells of no version. Try again later.</source>
        <translation>返回的内容中没有版本信息。请稍后重试。</translation>
    </message>
    <message>
        <source>You have the newest version, {version}.</source>
        <translation>你使用的已是最新版本 {version}。</translation>
    </message>
</context>
<context>
    <name>UserBubble</name>
    <message>
        <source>Ask this differently</source>
        <translation>换一种问法</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy this question</source>
        <translation>复制此问题</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Not sent to the model.</source>
        <translation>未发送给模型。</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>全部显示</translation>
    </message>
    <message>
        <source>Show less</source>
        <translation>收起</translation>
    </message>
    <message>
        <source>Your message</source>
        <translation>你的消息</translation>
    </message>
</context>
<context>
    <name>VersionView</name>
    <message>
        <source>As a new text</source>
        <translation>作为新文稿</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Insert at the cursor</source>
        <translation>插入到光标处</translation>
    </message>
    <message>
        <source>Insert below</source>
        <translation>插入到下方</translation>
    </message>
    <message>
        <source>Keep mine</source>
        <translation>保留我的</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Show what is different</source>
        <translation>显示差异</translation>
    </message>
    <message>
        <source>Version {number}</source>
        <translation>版本 {number}</translation>
    </message>
</context>
<context>
    <name>VersionWords</name>
    <message>
        <source>Bullet points</source>
        <translation>要点列表</translation>
    </message>
    <message>
        <source>Concise</source>
        <translation>简洁</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>电子邮件</translation>
    </message>
    <message>
        <source>Friendly</source>
        <translation>友好</translation>
    </message>
    <message>
        <source>Invented? You did not give the date {text}.</source>
        <translation>是编造的吗？你没有给出日期 {text}。</translation>
    </message>
    <message>
        <source>Invented? You did not give the name {text}.</source>
        <translation>是编造的吗？你没有给出名称 {text}。</translation>
    </message>
    <message>
        <source>Invented? You did not give the number {text}.</source>
        <translation>是编造的吗？你没有给出数字 {text}。</translation>
    </message>
    <message>
        <source>Invented? You did not give these words: “{text}”.</source>
        <translation>是编造的吗？你没有给出这些话：“{text}”。</translation>
    </message>
    <message>
        <source>It is much longer than you wanted: {text} words.</source>
        <translation>比你要求的长很多：{text} 字。</translation>
    </message>
    <message>
        <source>It is much shorter than you wanted: {text} words.</source>
        <translation>比你要求的短很多：{text} 字。</translation>
    </message>
    <message>
        <source>Letter</source>
        <translation>信函</translation>
    </message>
    <message>
        <source>Longer</source>
        <translation>更长</translation>
    </message>
    <message>
        <source>Look for yourself whether this is said: {text}</source>
        <translation>请自行查看是否提到：{text}</translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation>会议纪要</translation>
    </message>
    <message>
        <source>Missing: {text}</source>
        <translation>缺少：{text}</translation>
    </message>
    <message>
        <source>News article</source>
        <translation>新闻报道</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>没有任何更改。</translation>
    </message>
    <message>
        <source>One thing in the draft is to be looked at.</source>
        <translation>草稿中有一处需要查看。</translation>
    </message>
    <message>
        <source>Post</source>
        <translation>帖子</translation>
    </message>
    <message>
        <source>Professional</source>
        <translation>专业</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>回复</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Shorter</source>
        <translation>更短</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Simpler</source>
        <translation>更易懂</translation>
    </message>
    <message>
        <source>Speech</source>
        <translation>演讲稿</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>The model gave nothing usable for this part, which stays as it was: {text}</source>
        <translation>模型对这一部分没有给出可用的内容，因此保持原样：{text}</translation>
    </message>
    <message>
        <source>The model wrote nothing.</source>
        <translation>模型没有写出任何内容。</translation>
    </message>
    <message>
        <source>The name {text} is missing.</source>
        <translation>缺少名称 {text}。</translation>
    </message>
    <message>
        <source>The number {text} is missing.</source>
        <translation>缺少数字 {text}。</translation>
    </message>
    <message>
        <source>The text is cut off.</source>
        <translation>文字不完整。</translation>
    </message>
    <message>
        <source>The text is in {language}.</source>
        <translation>文字是{language}。</translation>
    </message>
    <message>
        <source>The text repeats itself.</source>
        <translation>文字有重复。</translation>
    </message>
    <message>
        <source>{count} things in the draft are to be looked at.</source>
        <translation>草稿中有 {count} 处需要查看。</translation>
    </message>
</context>
<context>
    <name>VersionsDialog</name>
    <message>
        <source>Earlier versions of this text</source>
        <translation>此文稿的早期版本</translation>
    </message>
    <message>
        <source>Keep a version now</source>
        <translation>立即保留版本</translation>
    </message>
    <message>
        <source>Restore this version</source>
        <translation>恢复此版本</translation>
    </message>
    <message>
        <source>Restoring one keeps the text as it is now as a version, too.</source>
        <translation>恢复时，当前的文稿也会保留为一个版本。</translation>
    </message>
    <message>
        <source>The text in this version</source>
        <translation>此版本的文字</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Versions, the latest first</source>
        <translation>版本，最新的在前</translation>
    </message>
    <message>
        <source>before a version came back</source>
        <translation>恢复版本之前</translation>
    </message>
    <message>
        <source>before the file was read again</source>
        <translation>重新读取文件之前</translation>
    </message>
    <message>
        <source>before the model changed it</source>
        <translation>模型更改之前</translation>
    </message>
    <message>
        <source>kept by you</source>
        <translation>由你保留</translation>
    </message>
    <message>
        <source>when it was opened again</source>
        <translation>再次打开时</translation>
    </message>
    <message>
        <source>{count} words</source>
        <translation>{count} 字</translation>
    </message>
</context>
<context>
    <name>WindowCommand</name>
    <message>
        <source>About Desktop LLM</source>
        <translation>关于 Desktop LLM</translation>
    </message>
    <message>
        <source>Accept all changes</source>
        <translation>接受所有更改</translation>
    </message>
    <message>
        <source>Accept the change</source>
        <translation>接受更改</translation>
    </message>
    <message>
        <source>Ask about the summarized documents</source>
        <translation>就已生成摘要的文档提问</translation>
    </message>
    <message>
        <source>Begin the summary</source>
        <translation>开始生成摘要</translation>
    </message>
    <message>
        <source>Compose a text from a brief</source>
        <translation>按要求起草文稿</translation>
    </message>
    <message>
        <source>Continue at the cursor</source>
        <translation>从光标处续写</translation>
    </message>
    <message>
        <source>Copy chat</source>
        <translation>复制对话</translation>
    </message>
    <message>
        <source>Copy the summary</source>
        <translation>复制摘要</translation>
    </message>
    <message>
        <source>Copy the translation of the text</source>
        <translation>复制译文</translation>
    </message>
    <message>
        <source>Delete chat</source>
        <translation>删除对话</translation>
    </message>
    <message>
        <source>Export chat as HTML…</source>
        <translation>将对话导出为 HTML…</translation>
    </message>
    <message>
        <source>Export chat as JSON…</source>
        <translation>将对话导出为 JSON…</translation>
    </message>
    <message>
        <source>Export chat as Markdown…</source>
        <translation>将对话导出为 Markdown…</translation>
    </message>
    <message>
        <source>Export chat as PDF…</source>
        <translation>将对话导出为 PDF…</translation>
    </message>
    <message>
        <source>Export chat as Word file…</source>
        <translation>将对话导出为 Word 文件…</translation>
    </message>
    <message>
        <source>Export the summary as Markdown…</source>
        <translation>将摘要导出为 Markdown…</translation>
    </message>
    <message>
        <source>Export the summary as a PDF…</source>
        <translation>将摘要导出为 PDF…</translation>
    </message>
    <message>
        <source>Export the summary as a Word file…</source>
        <translation>将摘要导出为 Word 文件…</translation>
    </message>
    <message>
        <source>Export the summary as a web page…</source>
        <translation>将摘要导出为网页…</translation>
    </message>
    <message>
        <source>Find and replace</source>
        <translation>查找和替换</translation>
    </message>
    <message>
        <source>Find in the text</source>
        <translation>在文稿中查找</translation>
    </message>
    <message>
        <source>Fix the text&apos;s errors</source>
        <translation>改正文稿中的错误</translation>
    </message>
    <message>
        <source>Improve the text</source>
        <translation>润色文稿</translation>
    </message>
    <message>
        <source>Instructions and sampling of this chat</source>
        <translation>这个对话的指令和采样</translation>
    </message>
    <message>
        <source>Keep a version of the text now</source>
        <translation>立即保留文稿的版本</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>新对话</translation>
    </message>
    <message>
        <source>New text</source>
        <translation>新文稿</translation>
    </message>
    <message>
        <source>Open a document to write in…</source>
        <translation>打开文档来写作…</translation>
    </message>
    <message>
        <source>Open a model file…</source>
        <translation>打开模型文件…</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Reject the change</source>
        <translation>拒绝更改</translation>
    </message>
    <message>
        <source>Rename chat</source>
        <translation>重命名对话</translation>
    </message>
    <message>
        <source>Rewrite the text</source>
        <translation>改写文稿</translation>
    </message>
    <message>
        <source>Save as a Word file with changes tracked…</source>
        <translation>另存为带修订标记的 Word 文件…</translation>
    </message>
    <message>
        <source>Save the text</source>
        <translation>保存文稿</translation>
    </message>
    <message>
        <source>Save the text as…</source>
        <translation>文稿另存为…</translation>
    </message>
    <message>
        <source>Save the translated document…</source>
        <translation>保存译文文档…</translation>
    </message>
    <message>
        <source>Search chats, texts and commands</source>
        <translation>搜索对话、文稿和命令</translation>
    </message>
    <message>
        <source>Servers</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Show or hide the sidebar</source>
        <translation>显示或隐藏侧边栏</translation>
    </message>
    <message>
        <source>Stop the answer</source>
        <translation>停止回答</translation>
    </message>
    <message>
        <source>Suggest the next words</source>
        <translation>建议接下来的词</translation>
    </message>
    <message>
        <source>Summarize a folder…</source>
        <translation>为文件夹生成摘要…</translation>
    </message>
    <message>
        <source>Summarize documents…</source>
        <translation>为文档生成摘要…</translation>
    </message>
    <message>
        <source>Summarize what is in the clipboard</source>
        <translation>为剪贴板内容生成摘要</translation>
    </message>
    <message>
        <source>To the change before</source>
        <translation>转到上一处更改</translation>
    </message>
    <message>
        <source>To the next change</source>
        <translation>转到下一处更改</translation>
    </message>
    <message>
        <source>Translate documents…</source>
        <translation>翻译文档…</translation>
    </message>
    <message>
        <source>Translate the document</source>
        <translation>翻译当前文档</translation>
    </message>
    <message>
        <source>Translate what is in the clipboard</source>
        <translation>翻译剪贴板内容</translation>
    </message>
    <message>
        <source>Trash</source>
        <translation>回收站</translation>
    </message>
    <message>
        <source>Undo deleting</source>
        <translation>撤销删除</translation>
    </message>
    <message>
        <source>Versions of the text</source>
        <translation>文稿的版本</translation>
    </message>
    <message>
        <source>Write a message</source>
        <translation>写消息</translation>
    </message>
</context>
<context>
    <name>WindowProgram</name>
    <message>
        <source>Moving the data folder…</source>
        <translation>正在移动数据文件夹…</translation>
    </message>
    <message>
        <source>“{name}” is added to your first message. Choose a model first.</source>
        <translation>“{name}”已添加到你的第一条消息。请先选择模型。</translation>
    </message>
</context>
<context>
    <name>WritePane</name>
    <message>
        <source>Address (empty: no link)</source>
        <translation>地址（留空则没有链接）</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>链接</translation>
    </message>
    <message>
        <source>Writing the draft…</source>
        <translation>正在撰写草稿…</translation>
    </message>
</context>
<context>
    <name>WritingPanel</name>
    <message>
        <source>Compose</source>
        <translation>起草</translation>
    </message>
    <message>
        <source>Proofread</source>
        <translation>校对</translation>
    </message>
    <message>
        <source>Rewrite</source>
        <translation>改写</translation>
    </message>
</context>
<context>
    <name>WritingToolbar</name>
    <message>
        <source>Bold</source>
        <translation>粗体</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>Code in the line</source>
        <translation>行内代码</translation>
    </message>
    <message>
        <source>Heading 1</source>
        <translation>标题 1</translation>
    </message>
    <message>
        <source>Heading 2</source>
        <translation>标题 2</translation>
    </message>
    <message>
        <source>Heading 3</source>
        <translation>标题 3</translation>
    </message>
    <message>
        <source>Italic</source>
        <translation>斜体</translation>
    </message>
    <message>
        <source>Kind of paragraph</source>
        <translation>段落类型</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>链接</translation>
    </message>
    <message>
        <source>List</source>
        <translation>列表</translation>
    </message>
    <message>
        <source>Numbered list</source>
        <translation>编号列表</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Quotation</source>
        <translation>引文</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Struck through</source>
        <translation>删除线</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>正文</translation>
    </message>
    <message>
        <source>Underlined</source>
        <translation>下划线</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>_EditForm</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Your message</source>
        <translation>你的消息</translation>
    </message>
</context>
</TS>
