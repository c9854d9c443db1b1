using System.Text.Json.Nodes;
using Minima.Pages;

namespace Minima.Docs;

/// <summary>Something that a learner can see move, and what a loss says to it: the inputs at every place of an axis, and a sketch of them.</summary>
/// <param name="What">What happens from left to right, as a clause: "the box slides past the target".</param>
/// <param name="Axis">The axis.</param>
/// <param name="From">Its left end.</param>
/// <param name="To">Its right end.</param>
/// <param name="At">The inputs at a place, as <c>minima evaluate</c> takes them.</param>
/// <param name="Draw">A sketch of the inputs at a place.</param>
internal sealed record Scene(Words What, Words Axis, double From, double To, Func<double, JsonObject> At, Func<double, Sketch> Draw)
{
    /// <summary>Parameters that the inputs need in place of the defaults.</summary>
    public JsonObject Parameters { get; init; } = [];

    /// <summary>Other inputs to hold against each other; if there are none, a parameter is swept.</summary>
    public IReadOnlyList<(Words Name, Func<double, JsonObject> At)> Variants { get; init; } = [];

    /// <summary>What is read from an answer that is more than one number.</summary>
    public IReadOnlyList<(Words Name, Func<double, JsonNode, double> Of)> Readings { get; init; } = [];

    /// <summary>The places of the three sketches.</summary>
    public double[] Moments { get; init; } = [From + (0.12 * (To - From)), (From + To) / 2, To - (0.12 * (To - From))];
}
