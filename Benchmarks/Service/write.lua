-- Events, each with an id of its own, one or many a request: as many clerks at once as there are connections.
-- Arguments: key, name of the run, events of a request, milliseconds between a clerk's requests. Ids rise in a run; those
-- of the run `random` do not.
local thread_count = 0
function setup(thread)
  thread_count = thread_count + 1
  thread:set("number", thread_count)
end
function init(args)
  key, run, count = args[1], args[2], 0
  math.randomseed(number)
  size = tonumber(args[3] or "1")
  pause = tonumber(args[4] or "0")
  if pause > 0 then delay = function() return pause end end
end
local function event()
  count = count + 1
  local id = string.format("%s-%d-%09d", run, number, count)
  if run == "random" then id = string.format("%08x-%08x-%d", math.random(0, 0x7fffffff), math.random(0, 0x7fffffff), count) end
  return '{"specversion":"1.0","id":"' .. id .. '","source":"/540202/scan-' .. number .. '","type":"parcel.scanned","subject":"parcel/B'
    .. id .. '","time":"2026-02-03T10:00:00+08:00","data":{"parcel":"B' .. id
    .. '","node":"540202201215-01","nodeLevel":"village","county":"540202000000","kind":"arrived"}}'
end
function request()
  local type, body = "application/cloudevents+json", nil
  if size == 1 then
    body = event()
  else
    local lines = {}
    for place = 1, size do lines[place] = event() end
    type, body = "application/x-ndjson", table.concat(lines, "\n")
  end
  return wrk.format("POST", "/v1/events", {["Authorization"] = "Bearer " .. key, ["Content-Type"] = type}, body)
end
function response(status)
  if status ~= 201 then refused = (refused or 0) + 1 end
end
