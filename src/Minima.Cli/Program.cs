using System.Text;
using Minima.Cli;

// Chinese names must arrive as UTF-8 whatever the machine's code page is; no byte order mark, so that pipes stay clean.
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
return await CommandLine.RunAsync(args, Console.Out, Console.Error).ConfigureAwait(false);
