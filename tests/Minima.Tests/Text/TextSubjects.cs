using Xunit;

namespace Minima.Tests.Text;

/// <summary>Losses as text that the laws of the catalogue are tried on: every number of inputs, with and without a target.</summary>
public static class TextSubjects
{
    private static readonly (string Text, (string Name, object? Value)[] Parameters)[] Texts =
    [
        ("abs(p - t) <= delta ? 0.5*(p - t)^2 : delta*(abs(p - t) - delta/2)", [("delta", 1.5)]),
        ("late * relu(t - p) + early * relu(p - t)", [("late", 4.0), ("early", 1.0)]),
        ("log_cosh(prediction - target)", []),
        ("softplus(-(t*p))", []),
        ("abs(p)^q / q", [("q", 1.5)]),
        ("w * abs(p - t)", []),
        ("log1p_square(s) + abs(p - t) + abs(w)", []),
        ("abs(p - m)^3", []),
        ("hypot(p - a, b) + abs(c)", []),
        ("max(p - t, a*(t - p), 0.5)", [("a", 0.25)]),
        ("-min(p - t, t - p)", []),
        ("hypot(p, a) + abs(clamp(a, low, 1))", [("low", -1.0)]),
    ];

    /// <summary>Which, for theories.</summary>
    public static TheoryData<int> Indices => [.. Enumerable.Range(0, Texts.Length)];

    internal static Loss Of(int index) => Loss.Parse(Texts[index].Text, Texts[index].Parameters);
}
