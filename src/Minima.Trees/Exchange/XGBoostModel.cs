using System.Text.Json;

namespace Minima.Trees;

/// <summary>Boosted trees in XGBoost's JSON format, to write and to read.</summary>
/// <remarks>
/// XGBoost compares and adds in 32-bit floats. If the values of the columns are floats, it makes the same predictions with a written model, within the rounding of its sums.
/// A model that was read sends every row, of floats or doubles, to the same leaves as XGBoost. Format: https://xgboost.readthedocs.io/en/stable/tutorials/saving_model.html.
/// </remarks>
public sealed record XGBoostModel
{
    /// <summary>The trees. Their answers are XGBoost's: a mean, a probability, the probabilities of all classes.</summary>
    public required TreeModel Trees { get; init; }

    /// <summary>The objective by XGBoost's name, binary:logistic for example.</summary>
    public required string Objective { get; init; }

    /// <summary>Further texts of the model, by name. XGBoost keeps them without interpreting them.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Creates a model for XGBoost, with the objective that has the same answers: reg:squarederror for scores as they are, reg:gamma for exp(score), binary:logistic for probabilities, multi:softprob for classes.</summary>
    /// <remarks>The objective serves prediction alone. The attribute minima_loss holds the loss that the model was boosted with; from it and others, <see cref="Parse"/> restores the model.</remarks>
    public static XGBoostModel Of(TreeModel trees)
    {
        ArgumentNullException.ThrowIfNull(trees);
        return new XGBoostModel
        {
            Trees = trees,
            Objective = XGBoostObjectives.Of(trees),
            Attributes = MinimaAttributes.Of(trees),
        };
    }

    /// <summary>True if a text begins like a model that XGBoost saved as JSON.</summary>
    /// <param name="json">The text, in UTF-8; its beginning is enough.</param>
    public static bool Recognizes(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, isFinalBlock: false, default);
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject && reader.Read() && (reader.ValueTextEquals("learner") || (reader.ValueTextEquals("version") && reader.Read() && reader.TokenType == JsonTokenType.StartArray));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Reads a model that XGBoost saved by <c>save_model("model.json")</c>: gbtree or dart, of any number of classes or targets.</summary>
    /// <exception cref="BoostException">The text is no such model, or a damaged or unsupported one.</exception>
    public static XGBoostModel Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return XGBoostReader.Read(json);
    }

    /// <summary>The model as XGBoost reads it by <c>load_model("model.json")</c>. The start is part of the last round: predictions by fewer rounds lack it.</summary>
    /// <exception cref="BoostException">A value of a leaf or the number of a category is too large for XGBoost.</exception>
    public string ToJson() => XGBoostWriter.Write(this);
}
