using System.Runtime.CompilerServices;

namespace Minima.Cli.Tests;

/// <summary>Theories over the catalogue are listed before the command's own code runs: they too are to see every loss that it knows.</summary>
internal static class EveryLoss
{
    [ModuleInitializer]
    internal static void Join() => KnownLosses.Join();
}
