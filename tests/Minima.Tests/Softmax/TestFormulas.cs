using System.Runtime.CompilerServices;
using Minima.Reals;

namespace Minima.Tests.Softmax;

/// <summary>-log p.</summary>
internal readonly struct MinusLog : ILogProbabilityFormula
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T OfLogProbability<T>(T logProbability)
        where T : IReal<T> => -logProbability;
}

/// <summary>-(1 - p)^2 log p.</summary>
internal readonly struct Focused : ILogProbabilityFormula
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T OfLogProbability<T>(T logProbability)
        where T : IReal<T>
    {
        var rest = T.Expm1(logProbability);
        return -(rest * rest * logProbability);
    }
}

/// <summary>t log t - t q for a log-probability q, 0 where t is.</summary>
internal readonly struct Divergence : IRowElementFormula
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T OfElement<T>(T prediction, T target)
        where T : IReal<T> => T.XLogY(target, target) - T.ZeroTimes(target, prediction);
}
