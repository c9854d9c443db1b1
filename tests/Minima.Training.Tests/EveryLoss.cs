using System.Runtime.CompilerServices;

namespace Minima.Training.Tests;

/// <summary>Theories over the catalogue are listed before any code of the training system runs: they too are to see every loss that it knows.</summary>
internal static class EveryLoss
{
    [ModuleInitializer]
    internal static void Join() => TensorCatalogue.Join();
}
