using System.Text;
using Minima.Cli;
using Minima.Cli.Terminal;

var error = StandardStreams.Error();
if (!StandardStreams.IsOpen(1))
{
    await error.WriteLineAsync("minima: standard output is closed, but answers are written there. Redirect it to a file, or to /dev/null.").ConfigureAwait(false);
    return ExitCode.File;
}

// Chinese names must arrive as UTF-8 with any code page of the machine; no byte order mark, so that pipes stay clean.
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
using var hangUp = new HangUp();
return await CommandLine.RunAsync(args, Console.Out, error, hangUp.Token).ConfigureAwait(false);
