using System.Runtime.CompilerServices;
using Minima.Analysis;

namespace Minima;

/// <summary>What is derived of the losses of the catalogue.</summary>
public static class LossFacts
{
    extension(LossEntry entry)
    {
        /// <summary>
        /// What is derived of the loss at its default parameters, worked out when it is first asked for; null where the loss is not a formula
        /// over the elements of its inputs, or has a parameter without a default.
        /// </summary>
        public LossAnalysis? Facts => (LossAnalysis?)entry.Derived;
    }

#pragma warning disable CA2255 // Nothing is run that a user could miss: entries below learn where their analysis stands.
    [ModuleInitializer]
    internal static void Join() => IDerivedFacts.Derive = loss => LossAnalysis.CanAnalyse(loss) ? LossAnalysis.Of(loss) : null;
#pragma warning restore CA2255
}
