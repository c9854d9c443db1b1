using System.Runtime.CompilerServices;
using Minima.Cli;

namespace Minima.Browser.Tests;

/// <summary>Theories over the catalogue are listed before the command's own code runs: they too are to see every loss that it knows.</summary>
internal static class EveryLoss
{
    [ModuleInitializer]
    internal static void Join() => KnownLosses.Join();
}
