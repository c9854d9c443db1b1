using System.Globalization;
using Xunit;

namespace Minima.Tests.RowLosses;

/// <summary>Families of divergences hold at the parameters that no reference row has: their members are losses of their own, up to a factor.</summary>
public sealed class MemberTests
{
    [Theory]
    [InlineData("beta_divergence", "beta", 0, "itakura_saito", 1)]
    [InlineData("beta_divergence", "beta", 1e-7, "itakura_saito", 1)]
    [InlineData("beta_divergence", "beta", 1.0000001, "beta_divergence:1", 1)]
    [InlineData("alpha_divergence", "alpha", 2, "chi_square", 0.5)]
    [InlineData("alpha_divergence", "alpha", 0.5, "hellinger", 4)]
    [InlineData("renyi", "alpha", 0.5, "bhattacharyya", 2)]
    [InlineData("alpha_divergence", "alpha", 0.9999999, "beta_divergence:1", 1)]
    public void A_member_is_the_loss_of_its_name(string family, string parameter, double value, string member, double factor)
    {
        var (values, gradient) = Of(Create(family, parameter, value));
        var name = member.Split(':');
        var (wantValues, wantGradient) = Of(Create(name[0], parameter == "alpha" ? "beta" : parameter, name.Length > 1 ? double.Parse(name[1], CultureInfo.InvariantCulture) : null));
        Assert.Equal(wantValues.Select(v => factor * v), values, (a, b) => Math.Abs(a - b) < 1e-6);

        // Gradients on the simplex: a number added to all of them is of no account.
        Assert.Equal(Centred(wantGradient).Select(g => factor * g), Centred(gradient), (a, b) => Math.Abs(a - b) < 1e-5 * Math.Max(1, Math.Abs(a)));
    }

    private static Loss Create(string key, string parameter, double? value) => Loss.Create(
        Catalogue.Find(key),
        value is { } number ? new Dictionary<string, object?>(StringComparer.Ordinal) { [parameter] = number } : new Dictionary<string, object?>(StringComparer.Ordinal));

    private static (double[] Values, double[] Gradient) Of(Loss loss)
    {
        var call = new RowCall<double>
        {
            Prediction = [0.5, 0.3, 0.2, 0.25, 0.05, 0.7],
            Target = [0.7, 0.2, 0.1, 0.1, 0.3, 0.6],
            Classes = 3,
            Gradient = new double[6],
            Terms = new double[2],
        };
        call.Run(loss);
        return (call.Terms, call.Gradient);
    }

    private static IEnumerable<double> Centred(double[] gradient) => gradient.Select((g, i) => g - gradient[(i / 3 * 3)..(i / 3 * 3 + 3)].Average());
}
