using System.Runtime.CompilerServices;
using Minima.Analysis;

namespace Minima;

/// <summary>Derived facts about the losses of the catalogue.</summary>
public static class LossFacts
{
    extension(LossEntry entry)
    {
        /// <summary>
        /// The analysis of the loss at its default parameters, computed on first use. Null if the loss is not a formula over the elements of its inputs,
        /// or has a parameter without a default.
        /// </summary>
        public LossAnalysis? Facts => (LossAnalysis?)entry.Derived;
    }

#pragma warning disable CA2255 // Runs nothing that a user could miss: the entries below learn where to find their analysis.
    [ModuleInitializer]
    internal static void Join() => IDerivedFacts.Derive = loss => LossAnalysis.CanAnalyse(loss) ? LossAnalysis.Of(loss) : null;
#pragma warning restore CA2255
}
