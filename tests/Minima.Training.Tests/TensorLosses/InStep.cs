namespace Minima.Training.Tests.TensorLosses;

/// <summary>What a law finds, gathered within a step: a scope does not live across a yield.</summary>
internal static class InStep
{
    public static IReadOnlyList<string> All(IEnumerable<string> findings)
    {
        using var step = StepScope.Begin();
        return [.. findings];
    }
}
