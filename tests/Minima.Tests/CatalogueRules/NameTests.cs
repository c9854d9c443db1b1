using Xunit;

namespace Minima.Tests.CatalogueRules;

public sealed class NameTests
{
    [Theory]
    [InlineData("price", "price", 0)]
    [InlineData("price", "prcie", 1)]
    [InlineData("price", "prices", 1)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("", "abc", 3)]
    public void Edit_distances(string from, string to, int distance)
    {
        Assert.Equal(distance, Names.Distance(from, to));
        Assert.Equal(distance, Names.Distance(to, from));
    }

    [Fact]
    public void A_parameter_given_twice_is_refused()
    {
        var problem = Assert.Throws<LossException>(() => Loss.Create("huber", ("delta", 1.0), ("delta", 2.0)));
        Assert.Equal(LossError.ParameterType, problem.Error);
        Assert.Contains("'delta' is given twice", problem.Message, StringComparison.Ordinal);
    }
}
