import * as fc from 'fast-check';
import { checkMappingTemplate } from '../../grammar/mapping-template';

test.each([
  ['the body as it is', '{ "body": $input.json(\'$\') }'],
  ['text without any reference', 'Action=SendMessage'],
  ['nothing', ''],
  ['a loop with commas between', '#set($root = $input.path(\'$\'))\n[#foreach($item in $root.items)"$item.id"#if($foreach.hasNext),#end#end]'],
  ['every parameter', '#set($all = $input.params())\n{#foreach($type in $all.keySet())#set($params = $all.get($type))"$type": {'
    + '#foreach($name in $params.keySet())"$name": "$util.escapeJavaScript($params.get($name))"#if($foreach.hasNext),#end#end}#if($foreach.hasNext),#end#end}'],
  ['a condition with branches', '#if($a != "" && !$b)x#elseif($c == \'d\' || $e >= 5)y#{else}z#end'],
  ['an overridden status', '#set($context.responseOverride.status = 400)'],
  ['an encoded form', 'MessageBody=$util.urlEncode($input.body)&MessageAttribute.1.Name=x'],
  ['maps, lists and ranges', '#set($map = {"a": 1, "b": [1, 2]})#set($list = [1..3])$map.a $list[0] $!{map.b}'],
  ['a claim of Cognito', '$context.authorizer.claims[\'cognito:username\']'],
  ['a JSONPath filter', '$input.json("$.book[?(@.price < 10)]")'],
  ['signs that mean nothing', '{ "colour": "#fff", "price": "5$", "channel": "#general" }'],
  ['a quote that is escaped for JSON', '"$util.escapeJavaScript($input.body).replaceAll("\\\\\'", "\'")"'],
  ['comments and raw text', '## a\n#* b *#\n#[[ $c #if ]]#'],
  ['a macro', '#macro(field $name)"$name": "$input.params($name)"#end{#field("id")}'],
])('%s is a template', (_, template) => {
  expect(checkMappingTemplate(template)).toEqual([]);
});

test.each([
  ['#if($a)x', 'line 1: #if has no #end'],
  ['{\n#foreach($a in $b)\n#if($a)x#end\n}', 'line 2: #foreach has no #end'],
  ['#if($a)\n#if($b)x', 'line 2: #if has no #end'],
  ['#if($a)x#end#end', 'an #end closes nothing'],
  ['x\n#else y', 'line 2: #else stands outside #if'],
  ['#set($a = )', 'line 1: "#set($a = " cannot be followed by ")"'],
  ['#set(a = 1)', 'line 1: "#set(" cannot be followed by "a = 1)"'],
  ['{\n"id": $input.params(\'id\'\n}', 'line 2: "... $input.params(\'id\'" cannot be followed by "}"'],
  ['#foreach($a $b)x#end', 'line 1: "#foreach($a " cannot be followed by "$b)x#end"'],
  ['#set($a = "b)', 'line 1: "#set($a = " cannot be followed by ""b)"'],
])('%j is refused: %s', (template, problem) => {
  expect(checkMappingTemplate(template)).toEqual([problem]);
});

test('a block is closed or reported, however deep', () => {
  const open = fc.array(fc.constantFrom('#if($a)', '#foreach($a in $b)'), { minLength: 1, maxLength: 6 });
  fc.assert(fc.property(open, fc.nat(7), (blocks, ends) => {
    const problems = checkMappingTemplate(`${blocks.join('x')}y${'#end'.repeat(ends)} z`);
    expect(problems.length === 0).toBe(blocks.length === ends);
  }));
});

test('it does not fail, whatever it is given', () => {
  const fragments = fc.array(fc.constantFrom('#if(', '#set(', '$a', '${', ')', '#end', '"', '\'', '\n', '#[[', '#*', '\\', '{', 'x'), { maxLength: 12 });
  fc.assert(fc.property(fragments, (parts) => {
    for (const problem of checkMappingTemplate(parts.join(''))) expect(problem).toMatch(/^(line \d+: |an #end closes nothing)/);
  }));
});
