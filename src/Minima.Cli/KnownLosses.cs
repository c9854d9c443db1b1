using System.Runtime.CompilerServices;

namespace Minima.Cli;

/// <summary>The catalogue of the command: the core's losses and those of the training system, which are written on tensors.</summary>
internal static class KnownLosses
{
    /// <summary>Before anything asks the catalogue, also where a test enters in the middle.</summary>
    [ModuleInitializer]
    internal static void Join() => Tensors.TensorCatalogue.Join();
}
