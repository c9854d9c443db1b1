using System.Runtime.CompilerServices;

namespace Minima.Cli;

/// <summary>The catalogue of the command: the core's losses and those of the training system, which are written on tensors.</summary>
internal static class KnownLosses
{
    /// <summary>Runs before the catalogue is first used, even if a test does not start at <c>Main</c>.</summary>
    [ModuleInitializer]
    internal static void Join() => Tensors.TensorCatalogue.Join();
}
