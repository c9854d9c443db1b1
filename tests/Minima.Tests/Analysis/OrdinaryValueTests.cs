using Minima.Analysis;
using Xunit;

namespace Minima.Tests.Analysis;

/// <summary>What an input is held at is a finite number of its domain, whichever ends are infinite.</summary>
public sealed class OrdinaryValueTests
{
    public static TheoryData<Domain, double> Cases => new()
    {
        { Domain.Real, 1 },
        { Domain.Positive, 1 },
        { Domain.Unit, 1 },
        { Domain.OpenUnit, 0.5 },
        { Domain.AtMost(0), 0 },
        { Domain.Below(0), -1 },
        { Domain.AtMost(-7), -8 },
        { Domain.AboveOf(3), 4 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_is_finite_and_inside(Domain domain, double expected)
    {
        var value = OrdinaryValue.In(domain);
        Assert.Equal(expected, value);
        Assert.True(domain.Contains(value));
    }

    [Fact]
    public void What_is_preferred_comes_first_where_it_fits()
    {
        Assert.Equal(-3, OrdinaryValue.In(Domain.AtMost(0), -3));
        Assert.Equal(0, OrdinaryValue.In(Domain.AtMost(0), 3));
        Assert.Equal(-1, OrdinaryValue.In(Domain.Below(0), double.NegativeInfinity));
    }

    /// <summary>Every loss is analysed with its other inputs at numbers, never at an infinity that its domain would allow.</summary>
    [Theory]
    [MemberData(nameof(Matrix.Subjects.Keys), MemberType = typeof(Matrix.Subjects))]
    public void Extras_of_every_loss_are_finite(string key) => Assert.All(Setting.Of(Catalogue.Find(key).CreateExample()).Extras, x => Assert.True(double.IsFinite(x), key));
}
