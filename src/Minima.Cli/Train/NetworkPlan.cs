using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Minima.Training;
using Minima.Training.Checkpoints;

namespace Minima.Cli.Train;

/// <summary>How a network is built: layers of units, each behind an activation, and the units of the target at the end.</summary>
internal sealed record NetworkPlan
{
    private const string Mlp = "minima-mlp";

    public string Kind { get; init; } = Mlp;

    public required int Inputs { get; init; }

    public required IReadOnlyList<int> Hidden { get; init; }

    public required int Outputs { get; init; }

    public required string Activation { get; init; }

    public required double Dropout { get; init; }

    public required string Normalise { get; init; }

    /// <summary>Double precision, where the target's numbers need it.</summary>
    public bool IsDouble { get; init; }

    /// <summary>What the last layer gives, u, stands for offset + factor u; empty where it stands for itself.</summary>
    public IReadOnlyList<double> Offsets { get; init; } = [];

    /// <summary>As long as <see cref="Offsets"/>.</summary>
    public IReadOnlyList<double> Factors { get; init; } = [];

    [JsonIgnore]
    public ElementType Type => IsDouble ? ElementType.Double : ElementType.Single;

    public JsonObject ToJson() => JsonSerializer.SerializeToNode(this, NetworkPlanJson.Default.NetworkPlan)!.AsObject();

    /// <exception cref="CheckpointException">It is the description of another model, or none.</exception>
    public static NetworkPlan FromJson(JsonObject json)
    {
        try
        {
            var plan = json.Deserialize(NetworkPlanJson.Default.NetworkPlan)!;
            if (plan.Kind != Mlp) throw Fault($"its kind is not \"{Mlp}\"");
            if (plan.Offsets.Count != plan.Factors.Count || (plan.Offsets.Count > 0 && plan.Offsets.Count != plan.Outputs)) throw Fault("it has not one offset and factor for each output");
            return plan;
        }
        catch (JsonException problem)
        {
            throw Fault(problem.Message.TrimEnd('.'));
        }
    }

    /// <summary><c>23-64-64-1</c>.</summary>
    public override string ToString() => string.Join('-', Hidden.Prepend(Inputs).Append(Outputs));

    private static CheckpointException Fault(string reason) => new($"The model's description is none of a network of minima train ({reason}). The program that wrote the model loads it.");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(NetworkPlan))]
internal sealed partial class NetworkPlanJson : JsonSerializerContext;
