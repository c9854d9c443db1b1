using Minima.Cli.Terminal;
using Xunit;

namespace Minima.Cli.Tests.Terminal;

/// <summary>A table in a database on a command line that is printed.</summary>
public sealed class SourceRequestTests
{
    [Fact]
    public void NoPasswordIsPrinted()
    {
        var words = string.Join(' ', new SourceRequest("postgres://ann:hush@host/shop?table=sales", "SELECT 1", ["postgres://ann:hush@other:5433/shop?table=sales", "duckdb:a.parquet?threads=2"]).Words());
        Assert.Equal("--from postgres://ann@host/shop?table=sales --sql SELECT 1 --shard postgres://ann@other:5433/shop?table=sales --shard duckdb:a.parquet?threads=2", words);
    }

    [Theory]
    [InlineData("duckdb:sales/2024.part-*.parquet", "2024")]
    [InlineData("duckdb:*.parquet", "source")]
    [InlineData("duckdb:shop.duckdb?table=sales", "sales")]
    [InlineData("postgres://ann:hush@host:5433/shop?table=reports.sales", "reports.sales")]
    [InlineData("postgres://ann:hush@host/shop", "shop")]
    public void FilesOfResultsAreNamedByTheTable(string address, string name) => Assert.Equal(name, new SourceRequest(address, null, []).ShortName);
}
