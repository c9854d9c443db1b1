using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;
using Minima.Cli.Terminal;

namespace Minima.Cli;

/// <summary><c>minima --version</c>: the version, and nothing else, on one line.</summary>
internal sealed class VersionLine : SynchronousCommandLineAction
{
    /// <summary>The version without the commit after the plus sign, which identifies a build and not a release.</summary>
    public static string Version { get; } =
        typeof(VersionLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine(Version);
        return ExitCode.Ok;
    }
}
