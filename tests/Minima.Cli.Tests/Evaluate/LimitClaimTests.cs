using System.Globalization;
using System.Text.Json.Nodes;
using Xunit;

namespace Minima.Cli.Tests.Evaluate;

/// <summary>Claims of the paragraphs Limits, by evaluation: on the inputs of the first loss's reference cases both have one mean.</summary>
public sealed class LimitClaimTests
{
    /// <summary>A loss with parameters, and what it equals: a factor and another loss with parameters.</summary>
    private static readonly string[] Claims =
    [
        "cycle_consistency lambda=1 | mae",
        "bce_with_logits | sigmoid_focal gamma=0",
        "sigmoid_focal gamma=0 | bce_with_logits",
        "binary_poly1 epsilon=0,gamma=1.5 | sigmoid_focal gamma=1.5",
        "binary_poly1 epsilon=0,gamma=0 | bce_with_logits",
        "tweedie power=2 | gamma_nll",
        "tweedie power=1 | poisson_nll",
        "alpha_iou alpha=1 | iou",
        "quality_focal beta=0 | bce_with_logits",
        "alpha_divergence alpha=2 | 0.5 chi_square",
        "alpha_divergence alpha=0.5 | 4 hellinger",
        "beta_divergence beta=0 | itakura_saito",
        "bhattacharyya | 0.5 renyi alpha=0.5",
        "beta_nll beta=0 | gaussian_nll",
        "reward_bt margin=0 | bpr",
        "binary_sparsemax | 0.25 modified_huber",
        "binary_sparsemax | smoothed_hinge gamma=2",
        "modified_huber | 4 smoothed_hinge gamma=2",
        "asymmetric_single gamma_positive=0,gamma_negative=0,label_smoothing=0.1 | cross_entropy label_smoothing=0.1",
        "bi_tempered t1=1,t2=1 | cross_entropy",
        "confidence_penalty beta=0 | cross_entropy",
        "gce q=1 | 0.5 mae_prob",
        "mae_prob | 2 taylor_ce order=1",
        "ldam max_margin=0,scale=1 | cross_entropy",
        "label_relaxation alpha=0 | cross_entropy",
        "logit_adjusted tau=0 | cross_entropy",
        "class_balanced_ce beta=0 | cross_entropy",
        "mbls lambda=0 | cross_entropy",
        "poly1_ce epsilon=0 | cross_entropy",
        "seesaw p=0,q=0 | cross_entropy",
        "softmax_focal gamma=0,alpha=1 | cross_entropy",
        "sce beta=0,alpha=2 | 2 cross_entropy",
        "z_loss weight=0 | cross_entropy",
        "fenchel_young constant=false | soft_cross_entropy",
        "pinball quantile=0.5 | 0.5 mae",
        "expectile expectile=0.5 | half_mse",
        "lp_distance p=1 | mae",
        "lp_distance p=2 | mse",
        "squared_epsilon_insensitive epsilon=0 | mse",
        "epsilon_insensitive epsilon=0 | mae",
        "barron_general alpha=0,scale=1.5 | cauchy scale=1.5",
        "barron_general alpha=-2,scale=1.5 | geman_mcclure scale=1.5",
        "barron_general alpha=\"-Infinity\",scale=1.5 | welsch scale=1.5",
        "barron_general alpha=1,scale=2 | 0.25 pseudo_huber delta=2",
        "smooth_l1 beta=0 | mae",
        "huber delta=1e9 | half_mse",
        "hampel a=1,b=1e9,c=2e9 | huber delta=1",
        "talwar scale=1e9 | half_mse",
        "berhu scale=1e9 | mae",
        "tversky alpha=1,beta=1,smoothing=1 | jaccard smoothing=1",
        "tversky alpha=0.5,beta=0.5,smoothing=0.5 | dice smoothing=1",
        "focal_tversky power=1,alpha=0.3,beta=0.7,smoothing=1 | tversky alpha=0.3,beta=0.7,smoothing=1",
        "combo dice_weight=0,cross_entropy_weight=1 | bce",
        "focal_frequency alpha=0 | mse",
        "chunked_ce | cross_entropy",
        "nacl alpha=0 | cross_entropy",
        "bootstrapping beta=1 | cross_entropy",
        "early_learning_reg lambda=0 | cross_entropy",
    ];

    public static TheoryData<string> AllClaims => [.. Claims];

    [SlowTheory]
    [MemberData(nameof(AllClaims))]
    public void AClaimHoldsOnTheInputsOfTheReference(string claim)
    {
        var (one, factor, other) = Sides(claim);
        var compared = 0;
        foreach (var line in ReferenceFile.Lines("reference.jsonl"))
        {
            if (JsonNode.Parse(line)!.AsObject() is not { } row || (string)row["loss"]! != one[0] || row["inputs"]!.AsObject().ContainsKey("sample_weight") || ((JsonObject)row["params"]!).ContainsKey("class_weight")) continue;
            var (left, right) = (Mean(one, row, true), Mean(other, row, false));
            if (left is not { } value || right is null) continue;
            Assert.True(value.Equals(factor * right.Value) || Math.Abs(value - (factor * right.Value)) <= 1e-12 * (1 + Math.Abs(value)), $"{left:r} and {factor:r} times {right:r}: {line}");
            compared++;
        }

        Assert.NotEqual(0, compared);
    }

    /// <summary>Each claim is written at one of its losses, which names the other.</summary>
    [Fact]
    public void TheTextsMakeTheseClaims()
    {
        string[] unwritten = [.. Claims.Where(claim => Sides(claim) is var (one, _, other) && !Catalogue.Find(one[0]).English.Limits.Contains(other[0], StringComparison.Ordinal) && !Catalogue.Find(other[0]).English.Limits.Contains(one[0], StringComparison.Ordinal))];
        Assert.Empty(unwritten);
    }

    private static (string[] One, double Factor, string[] Other) Sides(string claim)
    {
        var sides = claim.Split(" | ");
        var words = sides[1].Split(' ');
        return double.TryParse(words[0], CultureInfo.InvariantCulture, out var factor) ? (sides[0].Split(' '), factor, words[1..]) : (sides[0].Split(' '), 1, words);
    }

    /// <summary>Null where the loss does not take these inputs, as one of labels takes no rows. Parameters that must be given and are not are the row's.</summary>
    private static double? Mean(string[] loss, JsonObject row, bool isOwn)
    {
        var parameters = new JsonObject();
        foreach (var pair in loss.Skip(1).SelectMany(list => list.Split(',')).Select(pair => pair.Split('='))) parameters[pair[0]] = JsonNode.Parse(pair[1]);
        if (isOwn)
        {
            foreach (var required in Catalogue.Find(loss[0]).Parameters.Where(parameter => parameter.IsRequired && !parameters.ContainsKey(parameter.Name))) parameters[required.Name] = row["params"]![required.Name]!.DeepClone();
        }

        // Inputs that have the same name in both losses, and the others in their order.
        var given = row["inputs"]!.AsObject();
        string[] wanted = [.. Catalogue.Find(loss[0]).Inputs.Where(input => input.BoundTo is null || given.ContainsKey(input.Name)).Select(input => input.Name)];
        var renamed = wanted.Where(name => !given.ContainsKey(name)).Zip(given.Select(input => input.Key).Where(name => !wanted.Contains(name, StringComparer.Ordinal))).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
        var inputs = new JsonObject();
        foreach (var name in wanted) inputs[name] = given[renamed.GetValueOrDefault(name, name)]?.DeepClone();
        var request = new JsonObject { ["loss"] = loss[0], ["params"] = parameters, ["inputs"] = inputs };
        var answer = Ask.Parse(Ask.Bytes(System.Text.Encoding.UTF8.GetBytes(request.ToJsonString() + "\n")))[0];
        if (answer.TryGetProperty("error", out var error))
        {
            Assert.Contains(error.GetProperty("code").GetString(), (string[])["domain", "shape"]);
            return null;
        }

        var value = answer.GetProperty("value");
        return value.ValueKind == System.Text.Json.JsonValueKind.Number ? value.GetDouble() : double.Parse(value.GetString()!, CultureInfo.InvariantCulture);
    }
}
